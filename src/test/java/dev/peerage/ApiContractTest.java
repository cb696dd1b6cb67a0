package dev.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document says what the directory does, so that a client can be generated from it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class ApiContractTest {

    private static final String JSON = "application/json";

    @LocalServerPort
    int port;

    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        document = new Client(port).get("/v3/api-docs").json();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            POST   /users                             | createUser       | 201     | 409 412 413 415     | T Im
            PUT    /users/{id}                        | putUser          | 200 201 | 409 412 413 415     | id T If
            PATCH  /users/{id}                        | patchUser        | 200     | 404 409 412 413 415 | id T If
            DELETE /users/{id}                        | deleteUser       | 204     | 404 412             | id T If
            GET    /users/{id}                        | getUser          | 200 304 | 404 412             | id T If
            GET    /users                             | listUsers        | 200     | ''                  | email username q active group sort T page
            POST   /groups                            | createGroup      | 201     | 409 413 415         | T
            PUT    /groups/{id}                       | putGroup         | 200 201 | 409 412 413 415     | id T If
            PATCH  /groups/{id}                       | patchGroup       | 200     | 404 409 412 413 415 | id T If
            DELETE /groups/{id}                       | deleteGroup      | 204     | 404 412             | id T If
            GET    /groups/{id}                       | getGroup         | 200 304 | 404 412             | id T If
            GET    /groups                            | listGroups       | 200     | ''                  | q T page
            PUT    /groups/{groupId}/members/{userId} | addMember        | 204     | 404 412             | groupId userId T If
            DELETE /groups/{groupId}/members/{userId} | removeMember     | 204     | 412                 | groupId userId T If
            GET    /groups/{groupId}/members/{userId} | getMembership    | 200 304 | 404 412             | groupId userId T If
            GET    /groups/{groupId}/members          | listMembers      | 200     | 404                 | groupId T page
            GET    /users/{userId}/groups             | listGroupsOfUser | 200     | 404                 | userId T page
            GET    /conflicts                         | listConflicts    | 200     | ''                  | T page
            GET    /changes                           | listChanges      | 200     | ''                  | T since limit
            GET    /users/{id}/history                | getUserHistory   | 200     | 404                 | id T page
            GET    /groups/{id}/history               | getGroupHistory  | 200     | 404                 | id T page
            GET    /audit                             | listAudit        | 200     | ''                  | subject actor type region from to T page
            GET    /events                            | listEvents       | 200     | ''                  | after Last-Event-ID T limit
            GET    /events/schemas/{name}             | getEventSchema   | 200     | 404                 | name T
            POST   /import                            | importLines      | 200     | 415                 | T
            GET    /admin/views                       | listViews        | 200     | ''                  | T
            POST   /admin/views/{name}/replay         | replayView       | 202     | 404 409             | name T
            POST   /admin/views/{name}/rebuild        | rebuildView      | 202     | 404 409             | name T
            DELETE /admin/views/{name}/rebuild        | cancelRebuild    | 204     | 404                 | name T
            GET    /admin/views/{name}/differences    | listDifferences  | 200     | 404                 | name T
            POST   /admin/views/{name}/mend           | mendView         | 200     | 404                 | name subject T
            GET    /admin/fingerprint                 | getFingerprint   | 200     | ''                  | T
            GET    /admin/publishers                  | listPublishers   | 200     | ''                  | T
            GET    /admin/clock                       | getClock         | 200     | ''                  | T
            GET    /admin/regions                     | listRegions      | 200     | ''                  | T
            POST   /admin/regions/{peer}/pause        | pausePeer        | 204     | 404                 | peer T
            POST   /admin/regions/{peer}/resume       | resumePeer       | 204     | 404                 | peer T
            PUT    /admin/regions/{peer}              | putPeer          | 204     | 413 415             | peer T
            DELETE /admin/regions/{peer}              | retirePeer       | 204     | 404                 | peer T
            """)
    void operationIsDescribedAsTheContractHasIt(
            String request, String id, String successes, String refusals, String parameters) {
        JsonNode operation = operation(request);

        assertThat(operation.path("operationId").stringValue()).isEqualTo(id);
        assertThat(operation.get("responses").propertyNames())
                .containsExactlyInAnyOrderElementsOf(words("400 401 403 406 503 " + successes + " " + refusals));
        assertThat(operation
                        .path("parameters")
                        .valueStream()
                        .map(each -> each.get("name").stringValue()))
                .containsExactlyInAnyOrderElementsOf(words(parameters
                        .replace("T", "Consistency-Token Prefer")
                        .replace("If", "If-Match If-None-Match")
                        .replace("Im", "If-Match")
                        .replace("page", "limit cursor")));
    }

    /** For whoever adds an operation: it belongs into the table above. */
    @Test
    void noOperationIsMissing() {
        assertThat(operations()).hasSize(39);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   /users                             | 201 | X-Request-Id Consistency-Token ETag Location
            PUT    /users/{id}                        | 201 | X-Request-Id Consistency-Token ETag Location
            PUT    /users/{id}                        | 200 | X-Request-Id Consistency-Token ETag
            DELETE /users/{id}                        | 204 | X-Request-Id Consistency-Token ETag
            GET    /users/{id}                        | 304 | X-Request-Id Consistency-Token ETag
            GET    /users                             | 200 | X-Request-Id Consistency-Token ETag
            PUT    /groups/{groupId}/members/{userId} | 204 | X-Request-Id Consistency-Token ETag
            GET    /events                            | 200 | X-Request-Id Consistency-Token Link
            POST   /import                            | 200 | X-Request-Id Consistency-Token
            GET    /admin/views                       | 200 | X-Request-Id Consistency-Token
            PUT    /admin/regions/{peer}              | 204 | X-Request-Id Consistency-Token
            GET    /users/{id}                        | 401 | X-Request-Id WWW-Authenticate
            GET    /users/{id}                        | 404 | X-Request-Id Consistency-Token
            POST   /users                             | 409 | X-Request-Id Consistency-Token
            GET    /users                             | 503 | X-Request-Id Consistency-Token Retry-After
            """)
    void answerHasTheHeadersOfTheContract(String request, String status, String headers) {
        JsonNode answer = resolved(operation(request).at("/responses/" + status));

        assertThat(answer.get("headers").propertyNames()).containsExactlyInAnyOrderElementsOf(words(headers));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsString("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void whatIsSentAndAnsweredHasATypeAndAnExample() {
        for (JsonNode operation : operations()) {
            Stream.concat(
                            Stream.of(operation.at("/requestBody")),
                            operation.get("responses").valueStream().map(this::resolved))
                    .flatMap(body -> body.path("content").propertyStream())
                    .forEach(content -> {
                        assertThat(content.getKey())
                                .isIn(
                                        JSON,
                                        "application/problem+json",
                                        "application/merge-patch+json",
                                        "application/x-ndjson",
                                        "application/cloudevents-batch+json",
                                        "text/event-stream",
                                        "application/schema+json");
                        assertThat(hasExample(content.getValue()))
                                .as("%s: %s", operation.get("operationId"), content)
                                .isTrue();
                    });
        }
    }

    @Test
    void fieldsThatAreAlwaysThereAreRequired() {
        assertThat(required("UserFields")).containsExactly("username");
        assertThat(required("GroupFields")).containsExactly("name");
        assertThat(required("User")).containsExactlyInAnyOrder("id", "active", "attributes");
        assertThat(required("PageUser")).containsExactly("items");
        assertThat(document.at("/components/schemas/UserPatch").has("required")).isFalse();
    }

    @Test
    void patchMayTakeAwayWhatNeedNotBeThere() {
        assertThat(types("UserPatch", "username")).isEqualTo("\"string\"");
        assertThat(types("UserPatch", "active")).isEqualTo("\"boolean\"");
        assertThat(types("UserPatch", "email")).isEqualTo("[\"string\",\"null\"]");
        assertThat(types("UserPatch", "attributes")).isEqualTo("[\"object\",\"null\"]");
        assertThat(types("UserFields", "email")).isEqualTo("\"string\"");
        assertThat(document.at("/components/schemas/UserPatch/properties/attributes/additionalProperties/type")
                        .toString())
                .isEqualTo("[\"string\",\"null\"]");
    }

    @Test
    void fingerprintIsDescribedAsItIs() throws IOException {
        JsonNode content = operation("GET /admin/fingerprint").at("/responses/200/content/application~1json");

        assertThat(content.at("/schema/properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(content.get("example").propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        new Client(port).get("/api/v1/admin/fingerprint").json().propertyNames());
        assertThat(content.at("/schema/properties/users/$ref").stringValue())
                .isEqualTo("#/components/schemas/Fingerprint");
    }

    @Test
    void auditIsDescribedAsAPageAndAsLines() {
        JsonNode content = operation("GET /audit").at("/responses/200/content");

        assertThat(content.propertyNames()).containsExactlyInAnyOrder(JSON, "application/x-ndjson");
        assertThat(content.at("/application~1json/schema/$ref").stringValue())
                .isEqualTo("#/components/schemas/PageAuditEntry");
        assertThat(content.at("/application~1x-ndjson/schema/$ref").stringValue())
                .isEqualTo("#/components/schemas/AuditEntry");
        assertThat(required("AuditEntry"))
                .containsExactlyInAnyOrder("eventId", "type", "at", "region", "actor", "changes");
    }

    @Test
    void choicesAreListed() {
        String schemas = "/components/schemas/";
        assertThat(document.at(schemas + "GroupFields/properties/membership/enum")
                        .toString())
                .isEqualTo(document.at(schemas + "Group/properties/membership/enum")
                        .toString())
                .isEqualTo("[\"add-wins\",\"remove-wins\"]");
        assertThat(document.at(schemas + "ViewStatus/properties/state/enum")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"UserFields,/api/v1/users", "GroupFields,/api/v1/groups"})
    void limitsAreThoseThatAreKept(String schema, String path) throws IOException {
        for (Map.Entry<String, JsonNode> field :
                document.at("/components/schemas/" + schema + "/properties").properties()) {
            if (!field.getValue().has("maxLength")) {
                continue;
            }
            int longest = field.getValue().get("maxLength").intValue();
            ObjectNode body =
                    JsonMapper.shared().createObjectNode().put(required(schema).getFirst(), "limits-" + field.getKey());

            Answer fits = send(
                    "POST",
                    path,
                    JSON,
                    body.put(field.getKey(), ofLength(field.getKey(), longest)).toString());
            Answer tooLong = send(
                    "POST",
                    path,
                    JSON,
                    body.put(field.getKey(), ofLength(field.getKey(), longest + 1))
                            .toString());

            assertThat(fits.status()).as(field.getKey()).isEqualTo(201);
            assertThat(tooLong.problem().at("/errors/0/field").stringValue()).isEqualTo(field.getKey());
        }
    }

    @Test
    void examplesWork() throws IOException {
        String lines = operation("POST /import")
                .at("/requestBody/content/application~1x-ndjson/example")
                .stringValue();

        Answer imported = send("POST", "/api/v1/import", "application/x-ndjson", lines);
        Answer put = send("PUT", "/api/v1/users/homer", JSON, example("UserFields"));
        Answer patched = send(
                "PATCH",
                "/api/v1/users/homer",
                "application/merge-patch+json",
                operation("PATCH /users/{id}")
                        .at("/requestBody/content/application~1merge-patch+json/example")
                        .toString());
        Answer group = send("PUT", "/api/v1/groups/pin-pals", JSON, example("GroupFields"));

        assertThat(imported.json().get("accepted").intValue()).isEqualTo(3);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().propertyNames())
                .containsExactlyElementsOf(
                        document.at("/components/schemas/User/example").propertyNames());
        assertThat(patched.json().has("email")).isFalse();
        assertThat(group.status()).isEqualTo(200);
    }

    private JsonNode operation(String request) {
        String[] methodAndPath = request.split(" +", 2);
        return document.get("paths").path("/api/v1" + methodAndPath[1]).path(methodAndPath[0].toLowerCase(Locale.ROOT));
    }

    private List<JsonNode> operations() {
        List<JsonNode> operations = new ArrayList<>();
        document.get("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : document.at(reference.stringValue().substring(1));
    }

    /** Of its own, of its schema, or, of a list, of its items. */
    private boolean hasExample(JsonNode content) {
        if (content.has("example") || content.has("examples")) {
            return true;
        }
        JsonNode schema = resolved(content.path("schema"));
        JsonNode items = schema.path("type").stringValue("").equals("array")
                ? schema.path("items")
                : schema.at("/properties/items/items");
        return schema.has("example") || resolved(items).has("example");
    }

    private List<String> required(String schema) {
        return document.at("/components/schemas/" + schema + "/required")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private String types(String schema, String field) {
        return document.at("/components/schemas/%s/properties/%s/type".formatted(schema, field))
                .toString();
    }

    private String example(String schema) {
        return document.at("/components/schemas/" + schema + "/example").toString();
    }

    private static String ofLength(String field, int length) {
        String end = field.equals("email") ? "@example.org" : "";
        return "x".repeat(length - end.length()) + end;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" +", -1)).filter(word -> !word.isEmpty()).toList();
    }

    private Answer send(String method, String path, String type, String body) throws IOException {
        return new Client(port)
                .send(Client.request(
                        method, path, "Content-Type: " + type + "\r\n", body.getBytes(StandardCharsets.UTF_8)));
    }
}
