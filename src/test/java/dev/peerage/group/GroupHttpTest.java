package dev.peerage.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import dev.peerage.web.Cursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Groups as a client sees them. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class GroupHttpTest {

    private static final String GROUPS = "/api/v1/groups";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    private Client client;
    private String path;

    @BeforeEach
    void connect() {
        client = new Client(port);
        path = GROUPS + "/group-http-" + NUMBER.incrementAndGet();
    }

    @Test
    void createdGroupIsFoundWhereTheAnswerSays() throws IOException {
        Answer created = send("POST", GROUPS, JSON, "{\"name\":\"Bowlers\",\"description\":\"Pin\\nPals\"}");

        Answer found = get(String.valueOf(created.header("Location")), created);

        assertThat(created.status()).isEqualTo(201);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json()).isEqualTo(created.json());
        assertThat(found.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(found.json().propertyNames())
                .containsExactly("id", "name", "description", "membership", "createdAt", "updatedAt");
        assertThat(found.json().get("description").stringValue()).isEqualTo("Pin\nPals");
        assertThat(found.json().get("membership").stringValue()).isEqualTo("add-wins");
    }

    @Test
    void putCreatesAndThenReplacesAllFields() throws IOException {
        Answer created =
                send("PUT", path, JSON, "{\"name\":\"A\",\"description\":\"D\",\"membership\":\"remove-wins\"}");
        Answer replaced = send("PUT", path, JSON, "{\"name\":\"B\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("membership").stringValue()).isEqualTo("remove-wins");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().get("name").stringValue()).isEqualTo("B");
        assertThat(replaced.json().has("description")).isFalse();
        assertThat(replaced.json().get("membership").stringValue()).isEqualTo("add-wins");
    }

    @Test
    void whatWasReadMayBeSentBackAndChangesNothing() throws IOException {
        Answer created = send("PUT", path, JSON, "{\"name\":\"A\",\"membership\":\"remove-wins\"}");

        Answer same = send("PUT", path, JSON, created.body());

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @Test
    void patchChangesWhatItNames() throws IOException {
        send("PUT", path, JSON, "{\"name\":\"A\",\"description\":\"D\"}");

        Answer patched = patch("", "{\"description\":null,\"membership\":\"remove-wins\"}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().get("name").stringValue()).isEqualTo("A");
        assertThat(patched.json().has("description")).isFalse();
        assertThat(patched.json().get("membership").stringValue()).isEqualTo("remove-wins");
    }

    @Test
    void deletedGroupIsGoneForGood() throws IOException {
        send("PUT", path, JSON, "{\"name\":\"A\"}");

        Answer deleted = send("DELETE", path, "", "");

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(get(path, deleted).status()).isEqualTo(404);
        assertThat(patch("", "{\"name\":\"B\"}").status()).isEqualTo(404);
        assertThat(send("DELETE", path, "", "").status()).isEqualTo(404);
        assertThat(send("PUT", path, JSON, "{\"name\":\"A\"}").status()).isEqualTo(409);
    }

    @Test
    void conditionsAreChecked() throws IOException {
        Answer created = send("PUT", path, JSON + "If-None-Match: *\r\n", "{\"name\":\"A\"}");
        String ifMatch = "If-Match: " + created.header("ETag") + "\r\n";

        assertThat(send("PUT", path, JSON + "If-None-Match: *\r\n", "{\"name\":\"B\"}")
                        .status())
                .isEqualTo(412);
        assertThat(patch(ifMatch, "{\"name\":\"B\"}").status()).isEqualTo(200);
        assertThat(patch(ifMatch, "{\"name\":\"C\"}").status()).isEqualTo(412);
        assertThat(send("DELETE", path, ifMatch, "").status()).isEqualTo(412);
    }

    @Test
    void knownGroupIsNotSentAgain() throws IOException {
        Answer created = send("PUT", path, JSON, "{\"name\":\"A\"}");

        Answer again = send("GET", path, fresh(created) + "If-None-Match: " + created.header("ETag") + "\r\n", "");

        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void groupsArePagedInTheOrderOfTheirIds() throws IOException {
        send("PUT", path + "-b", JSON, "{\"name\":\"Same name\"}");
        send("PUT", path + "-c", JSON, "{\"name\":\"Same name\"}");
        String all = fresh(send("PUT", path + "-a", JSON, "{\"name\":\"Same name\"}"));

        Answer page = send("GET", GROUPS + "?limit=1", all, "");
        StringBuilder ids = new StringBuilder();
        while (page.json().has("next")) {
            ids.append(id(page)).append(' ');
            page = send(
                    "GET", GROUPS + "?limit=1&cursor=" + page.json().get("next").stringValue(), all, "");
        }
        ids.append(id(page));

        String prefix = path.substring(path.lastIndexOf('/') + 1);
        assertThat(ids.toString().split(" "))
                .isSorted()
                .containsSubsequence(prefix + "-a", prefix + "-b", prefix + "-c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"name\":\"two\\nlines\"}",
                "{\"name\":\"A\",\"description\":null}",
                "{\"name\":\"A\",\"description\":\"\\u0000\"}",
                "{\"name\":\"A\",\"membership\":\"ADD_WINS\"}",
                "{\"name\":\"A\",\"membership\":true}",
                "{\"name\":\"A\",\"owner\":\"Moe\"}"
            })
    void fieldsThatAreNotValidAreNamed(String body) throws IOException {
        Answer refused = send("PUT", path, JSON, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem().get("errors")).isNotEmpty();
    }

    @Test
    void anOrderThatThereIsNotIsRefusedRatherThanAnsweredWithAll() throws IOException {
        for (String query : List.of("?sort=name", "?q=a&sort=name")) {
            Answer refused = client.get("/api/v1/groups" + query);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.problem().get("errors").get(0).get("field").stringValue())
                    .isEqualTo("sort");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"groups", "users"})
    void cursorWithoutAKeyIsRefused(String list) throws IOException {
        String forged = Cursor.of(list).encoded();

        assertThat(client.get("/api/v1/" + list + "?cursor=" + forged)
                        .problem()
                        .get("status")
                        .intValue())
                .isEqualTo(400);
    }

    @Test
    void policyIsKeptInTheLogAsTheApiWritesIt() throws IOException {
        send("PUT", path, JSON, "{\"name\":\"A\",\"membership\":\"remove-wins\"}");

        assertThat(jdbc.queryForObject(
                        "select payload ->> 'membership' from event where subject = ? and type = 'GroupMembershipPolicySet'",
                        String.class,
                        "group/" + path.substring(path.lastIndexOf('/') + 1)))
                .isEqualTo("remove-wins");
    }

    private static String id(Answer page) {
        JsonNode items = page.json().get("items");
        assertThat(items).hasSize(1);
        return items.get(0).get("id").stringValue();
    }

    private Answer patch(String headers, String body) throws IOException {
        return send("PATCH", path, "Content-Type: application/merge-patch+json\r\n" + headers, body);
    }

    private Answer get(String target, Answer after) throws IOException {
        return send("GET", target, fresh(after), "");
    }

    private static String fresh(Answer after) {
        return "Consistency-Token: " + after.header("Consistency-Token") + "\r\nPrefer: wait=5\r\n";
    }

    private Answer send(String method, String target, String headers, String body) throws IOException {
        return client.send(Client.request(method, target, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
}
