package dev.peerage.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes, and reads what the audit tells of it. Headers are given as they are sent: {@code Accept: *}{@code /*}. */
final class AuditClient {

    static final String NDJSON = "Accept: application/x-ndjson";

    private static final String JSON = "Content-Type: application/json";
    private static final String MERGE_PATCH = "Content-Type: application/merge-patch+json";

    private final Client client;

    AuditClient(int port) {
        client = new Client(port);
    }

    Answer put(String path, String body, String... headers) throws IOException {
        return written(send("PUT", path, body, and(JSON, headers)));
    }

    Answer patch(String path, String body, String... headers) throws IOException {
        return written(send("PATCH", path, body, and(MERGE_PATCH, headers)));
    }

    Answer delete(String path, String... headers) throws IOException {
        return written(send("DELETE", path, "", headers));
    }

    private static Answer written(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    Answer send(String method, String path, String body, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return client.send(Client.request(method, "/api/v1" + path, lines, body.getBytes(UTF_8)));
    }

    /** A GET with another key than the admin's, or with none. */
    Answer getBy(String key, String path) throws IOException {
        String request = new String(Client.request("GET", "/api/v1" + path), UTF_8);
        String authorization = "Authorization: Bearer " + Client.ADMIN_KEY + "\r\n";
        assertThat(request).contains(authorization);
        return client.send(
                request.replace(authorization, key.isEmpty() ? "" : authorization.replace(Client.ADMIN_KEY, key))
                        .getBytes(UTF_8));
    }

    List<JsonNode> items(String path, String... headers) throws IOException {
        return items(get(path, headers));
    }

    static List<JsonNode> items(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return List.copyOf(answer.json().get("items").values());
    }

    /** The items of all pages of so many. */
    List<JsonNode> walk(String path, int limit) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        String page = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String cursor = "";
        while (true) {
            Answer answer = get(page + cursor);
            all.addAll(items(answer));
            if (!answer.json().has("next")) {
                return all;
            }
            assertThat(items(answer)).hasSize(limit);
            cursor = "&cursor=" + answer.json().get("next").stringValue();
        }
    }

    List<JsonNode> export(String path, String... headers) throws IOException {
        Answer answer = get(path, and(NDJSON, headers));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(answer.body())
                .satisfiesAnyOf(
                        body -> assertThat(body).isEmpty(),
                        body -> assertThat(body).endsWith("\n"));
        return answer.body().lines().map(JsonMapper.shared()::readTree).toList();
    }

    static List<String> eventIds(List<JsonNode> items) {
        return items.stream().map(item -> item.get("eventId").stringValue()).toList();
    }

    /** The parameter that a 400 names. */
    static String badParameter(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        return answer.problem().at("/errors/0/field").stringValue();
    }

    private static String[] and(String header, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = header;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return all;
    }
}
