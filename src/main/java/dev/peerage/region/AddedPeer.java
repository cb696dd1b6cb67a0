package dev.peerage.region;

import dev.peerage.web.FieldReader;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.function.Supplier;

/**
 * What a request says of a peer.
 *
 * @param address how to reach its database
 */
@Schema(name = "PeerAddress", example = """
        {"address": "postgresql://peerage:secret@ap.example.org:5432/peerage"}""")
record AddedPeer(String address) {

    /** @throws Problem 400 with all that is wrong */
    static AddedPeer of(JsonBody body) {
        FieldReader reader = body.fields();
        Supplier<String> address = reader.required("address", text -> {
            PeerAddress.parse(text);
            return text;
        });
        reader.finish();
        return new AddedPeer(address.get());
    }

    /** Without the address, as there is a password in it. */
    @Override
    public String toString() {
        return "AddedPeer";
    }
}
