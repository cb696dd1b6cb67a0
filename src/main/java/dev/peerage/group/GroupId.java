package dev.peerage.group;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** Identifies a group for ever; chosen by the client or made here. */
@Schema(pattern = Text.IDENTIFIER, example = "pin-pals")
public record GroupId(@JsonValue String value) {

    static final String TYPE = "group";

    /** What the subjects of all groups begin with. */
    static final String SUBJECT = TYPE + "/";

    /** @throws IllegalArgumentException if the value is not 1 to 64 of {@code A-Z a-z 0-9 . _ -} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GroupId {
        Text.identifier(value);
    }

    static GroupId random() {
        return new GroupId(UUID.randomUUID().toString());
    }

    static GroupId ofSubject(String subject) {
        return new GroupId(subject.substring(SUBJECT.length()));
    }

    /** The name of this group's streams. */
    public String subject() {
        return SUBJECT + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
