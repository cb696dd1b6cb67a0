package dev.peerage.consistency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.WriteGate;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A region that does not write for now, as it takes back from its peers what it has written before. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class SuspendedWritesHttpTest {

    private static final String USER = "/api/v1/users/written-later";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String NDJSON = "Content-Type: application/x-ndjson\r\n";

    @LocalServerPort
    int port;

    @Autowired
    WriteGate gate;

    @BeforeEach
    void suspend() {
        gate.close("This region is being restored.");
    }

    @AfterEach
    void goOn() {
        gate.open();
    }

    @Test
    void writesAreToldToComeAgainAndReadsGoOn() throws IOException {
        Answer write = send("PUT", USER, JSON, "{\"username\":\"written-later\"}");
        Answer imported =
                send("POST", "/api/v1/import", NDJSON, "{\"group\":{\"id\":\"written-later\",\"name\":\"G\"}}");

        assertThat(write.status()).isEqualTo(503);
        assertThat(write.problem().get("type").stringValue()).isEqualTo("urn:peerage:problem:writes-suspended");
        assertThat(write.problem().get("detail").stringValue()).isEqualTo("This region is being restored.");
        assertThat(write.header("Retry-After")).isEqualTo("5");
        assertThat(imported.status()).isEqualTo(503);
        assertThat(imported.problem().get("type").stringValue()).isEqualTo("urn:peerage:problem:writes-suspended");
        assertThat(send("GET", "/api/v1/users", "", "").status()).isEqualTo(200);

        gate.open();
        assertThat(send("PUT", USER, JSON, "{\"username\":\"written-later\"}").status())
                .isEqualTo(201);
    }

    private Answer send(String method, String target, String headers, String body) throws IOException {
        return new Client(port).send(Client.request(method, target, headers, body.getBytes(UTF_8)));
    }
}
