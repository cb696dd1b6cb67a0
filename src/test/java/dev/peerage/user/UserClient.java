package dev.peerage.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Sends requests about users, as a client does. Headers are given as they are sent: {@code If-Match: *}. */
final class UserClient {

    static final String USERS = "/api/v1/users";

    private static final String JSON = "Content-Type: application/json";
    private static final String MERGE_PATCH = "Content-Type: application/merge-patch+json";

    private final Client client;

    UserClient(int port) {
        client = new Client(port);
    }

    Answer post(String body, String... headers) throws IOException {
        return send("POST", USERS, body, and(JSON, headers));
    }

    Answer put(String id, String body, String... headers) throws IOException {
        return send("PUT", path(id), body, and(JSON, headers));
    }

    Answer patch(String id, String body, String... headers) throws IOException {
        return send("PATCH", path(id), body, and(MERGE_PATCH, headers));
    }

    Answer delete(String id, String... headers) throws IOException {
        return send("DELETE", path(id), "", headers);
    }

    Answer get(String id, String... headers) throws IOException {
        return send("GET", path(id), "", headers);
    }

    /** Users by a query such as {@code ?limit=1}; all of them by an empty one. */
    Answer list(String query, String... headers) throws IOException {
        return send("GET", USERS + query, "", headers);
    }

    Answer send(String method, String target, String body, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return client.send(Client.request(method, target, lines, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Asks for all that an answer has told, and for patience. */
    static String after(Answer answer) {
        return token(answer) + "\r\nPrefer: wait=10";
    }

    /** Asks for all that an answer has told. */
    static String token(Answer answer) {
        return "Consistency-Token: " + answer.header("Consistency-Token");
    }

    static String ifMatch(Answer answer) {
        return "If-Match: " + answer.header("ETag");
    }

    static List<JsonNode> items(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("items").values().stream().toList();
    }

    static List<String> ids(Answer answer) {
        return items(answer).stream().map(user -> user.get("id").stringValue()).toList();
    }

    /** The fields that a problem complains about. */
    static List<String> badFields(Answer answer) {
        JsonNode errors = answer.problem().get("errors");
        assertThat(errors).as(answer.body()).isNotNull();
        return errors.values().stream()
                .map(error -> error.get("field").stringValue())
                .toList();
    }

    static String problemType(Answer answer) {
        return answer.problem().get("type").stringValue();
    }

    private static String path(String id) {
        return USERS + "/" + id;
    }

    private static String[] and(String header, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = header;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return all;
    }
}
