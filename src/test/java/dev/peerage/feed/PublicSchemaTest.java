package dev.peerage.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What events look like to others: CloudEvents' own library reads them, and their data are as the schemas say. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY, "peerage.region=eu"})
class PublicSchemaTest {

    @LocalServerPort
    int port;

    @Autowired
    PublicEventTypes types;

    @Autowired
    EventSchemas schemas;

    private Client client;

    @BeforeEach
    void writeOneOfEachType() throws IOException {
        client = new Client(port);
        send("PUT", "/users/lisa", """
                {"username": "lisa", "name": "Lisa", "email": "lisa@example.org", "active": false, "attributes": {"a": "b"}}""");
        send("PUT", "/users/lisa", "{\"username\": \"lisa\"}");
        send(
                "PUT",
                "/groups/band",
                "{\"name\": \"Band\", \"description\": \"music\", \"membership\": \"remove-wins\"}");
        send("PUT", "/groups/band", "{\"name\": \"Band\"}");
        send("PUT", "/groups/band/members/lisa", "");
        send("DELETE", "/groups/band/members/lisa", "");
        send("DELETE", "/users/lisa", "");
        send("DELETE", "/groups/band", "");
    }

    private void send(String method, String path, String body) throws IOException {
        String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        client.send(Client.request(method, "/api/v1" + path, type, body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<JsonNode> events() throws IOException {
        return client.get("/api/v1/events?limit=1000").json().valueStream().toList();
    }

    @Test
    void everyTypeIsToldAndHasASchema() throws IOException {
        List<String> told = events().stream()
                .map(event -> event.get("type").stringValue())
                .distinct()
                .toList();

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(types.all().stream()
                        .map(type -> "dev.peerage." + type + ".v1")
                        .toList());
        assertThat(schemas.names()).hasSize(types.all().size());
    }

    @Test
    void dataAreAsTheirSchemaSays() throws IOException {
        Map<String, Integer> checked = new TreeMap<>();
        for (JsonNode event : events()) {
            String name = event.get("dataschema").stringValue().substring("urn:peerage:schema:".length());
            assertThat("dev.peerage." + name).isEqualTo(event.get("type").stringValue());
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schemas.find(name).orElseThrow());
            assertThat(schema.validate(event.get("data").toString(), InputFormat.JSON))
                    .as(event.toString())
                    .isEmpty();
            assertThat(schema.validate("{}", InputFormat.JSON)).as(name).isNotEmpty();
            checked.merge(name, 1, Integer::sum);
        }
        assertThat(checked).hasSize(types.all().size());
    }

    @Test
    void cloudEventsOwnLibraryReadsThem() throws IOException {
        for (JsonNode json : events()) {
            CloudEvent event = Objects.requireNonNull(
                            EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE))
                    .deserialize(json.toString().getBytes(StandardCharsets.UTF_8));

            assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
            assertThat(event.getId()).isEqualTo(event.getSubject() + "@eu~" + event.getExtension("sequence"));
            assertThat(event.getSource()).hasToString("/regions/eu");
            assertThat(Objects.requireNonNull(event.getDataSchema()).isAbsolute())
                    .isTrue();
            assertThat(event.getDataContentType()).isEqualTo("application/json");
            assertThat(event.getTime()).isBetween(OffsetDateTime.now().minusHours(1), OffsetDateTime.now());
            assertThat(event.getExtensionNames()).containsExactlyInAnyOrder("position", "sequence");
            assertThat(event.getData()).isNotNull();
        }
    }
}
