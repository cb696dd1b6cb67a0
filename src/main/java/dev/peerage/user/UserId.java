package dev.peerage.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** Identifies a user for ever; chosen by the client or made here. */
@Schema(pattern = Text.IDENTIFIER, example = "homer")
public record UserId(@JsonValue String value) {

    static final String TYPE = "user";

    /** What the subjects of all users begin with. */
    static final String SUBJECT = TYPE + "/";

    /** @throws IllegalArgumentException if the value is not 1 to 64 of {@code A-Z a-z 0-9 . _ -} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {
        Text.identifier(value);
    }

    static UserId random() {
        return new UserId(UUID.randomUUID().toString());
    }

    static UserId ofSubject(String subject) {
        return new UserId(subject.substring(SUBJECT.length()));
    }

    /** The name of this user's streams. */
    public String subject() {
        return SUBJECT + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
