package dev.peerage.generate;

import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the lines of an import, in UTF-8, each ended by a line feed. Failures of the stream come as
 * {@code JacksonIOException}.
 */
final class NdjsonWriter {

    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("").build();

    private final JsonGenerator json;

    /** @param out neither buffered nor closed here */
    NdjsonWriter(OutputStream out) {
        this.json = JSON.createGenerator(ObjectWriteContext.empty(), out);
    }

    void user(User user) {
        json.writeStartObject().writeObjectPropertyStart("user");
        json.writeStringProperty("id", user.id());
        json.writeStringProperty("username", user.username());
        json.writeStringProperty("name", user.name());
        json.writeStringProperty("email", user.email());
        json.writeBooleanProperty("active", user.active());
        json.writeObjectPropertyStart("attributes");
        for (Map.Entry<String, String> attribute : user.attributes().entrySet()) {
            json.writeStringProperty(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        endLine();
    }

    void group(Group group) {
        json.writeStartObject().writeObjectPropertyStart("group");
        json.writeStringProperty("id", group.id());
        json.writeStringProperty("name", group.name());
        json.writeStringProperty("description", group.description());
        json.writeStringProperty("membership", group.membership());
        endLine();
    }

    void member(String groupId, String userId) {
        json.writeStartObject().writeObjectPropertyStart("member");
        json.writeStringProperty("groupId", groupId);
        json.writeStringProperty("userId", userId);
        endLine();
    }

    /** Hands on everything written so far. */
    void flush() {
        json.flush();
    }

    private void endLine() {
        json.writeEndObject().writeEndObject().writeRaw('\n');
    }
}
