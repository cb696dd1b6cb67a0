package dev.peerage.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What no user can be, or be asked for by, is refused before it reaches the log or the database. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class MalformedUsersTest {

    private static final String USERNAME = "\"username\":\"malformed\"";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    private Client client;
    private String id;

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "user-malformed-" + NUMBER.incrementAndGet();
    }

    @ParameterizedTest
    @MethodSource
    void bodyIsRefusedAndNothingWritten(String method, String body) throws IOException {
        String events = "select count(*) from event";
        boolean patch = method.equals("PATCH");
        if (patch) {
            send("PUT", "/" + id, "application/json", "{\"username\":\"%s\"}".formatted(id));
        }
        Long before = jdbc.queryForObject(events, Long.class);

        Answer refused = send(
                method,
                method.equals("POST") ? "" : "/" + id,
                patch ? "application/merge-patch+json" : "application/json",
                body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        refused.problem();
        assertThat(jdbc.queryForObject(events, Long.class)).isEqualTo(before);
    }

    static Stream<Arguments> bodyIsRefusedAndNothingWritten() {
        return Stream.of(
                        "{\"username\":\"a\\u0000\"}",
                        "{\"username\":\"\\ud800\"}",
                        "{\"username\":\"\\udc00a\"}",
                        "{\"username\":\"\u00ed\u00a0\u0080\"}", // a surrogate in UTF-8
                        "{\"username\":\"\"}",
                        "{\"username\":\" a\"}",
                        "{\"username\":\"" + "x".repeat(129) + "\"}",
                        "{\"username\":1}",
                        "{\"username\":[\"malformed\"]}",
                        "{\"username\":null}",
                        "{" + USERNAME + ",\"name\":\"A\\u0000\"}",
                        "{" + USERNAME + ",\"name\":\"\\udfff\"}",
                        "{" + USERNAME + ",\"name\":\"two\\nlines\"}",
                        "{" + USERNAME + ",\"name\":{}}",
                        "{" + USERNAME + ",\"email\":\"a\\u0000@x.org\"}",
                        "{" + USERNAME + ",\"email\":\"\\ud83d@x.org\"}",
                        "{" + USERNAME + ",\"email\":\"nowhere\"}",
                        "{" + USERNAME + ",\"email\":\"a@b@c\"}",
                        "{" + USERNAME + ",\"active\":\"yes\"}",
                        "{" + USERNAME + ",\"active\":0}",
                        "{" + USERNAME + ",\"active\":null}",
                        "{" + USERNAME + ",\"attributes\":[]}",
                        "{" + USERNAME + ",\"attributes\":{\"a\":1}}",
                        "{" + USERNAME + ",\"attributes\":{\"a\":{\"b\":null}}}",
                        "{" + USERNAME + ",\"attributes\":{\"a\":\"\\u0000\"}}",
                        "{" + USERNAME + ",\"attributes\":{\"a\":\"\\ud800\\ud800\"}}",
                        "{" + USERNAME + ",\"attributes\":{\"a\\u0000\":\"b\"}}",
                        "{" + USERNAME + ",\"attributes\":{\"\\udc00\":\"b\"}}",
                        "{" + USERNAME + ",\"attributes\":{\"\":\"b\"}}",
                        "{" + USERNAME + ",\"attributes\":{\"a\":\"" + "x".repeat(1_025) + "\"}}",
                        "{" + USERNAME + ",\"attributes\":{" + manyAttributes() + "}}",
                        "{" + USERNAME + ",\"attributes\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}",
                        "{" + USERNAME + ",\"attributes\":" + "[".repeat(400_000),
                        "{" + USERNAME + ",\"password\":\"secret\"}",
                        "{" + USERNAME + "," + USERNAME + "}",
                        "{" + USERNAME + "} {}",
                        "{" + USERNAME,
                        "[{" + USERNAME + "}]",
                        "null",
                        "")
                .flatMap(body -> Stream.of("POST", "PUT", "PATCH").map(method -> Arguments.of(method, body)));
    }

    private static String manyAttributes() {
        return Stream.iterate(0, i -> i + 1)
                .limit(65)
                .map("\"a%d\":\"b\""::formatted)
                .reduce((all, next) -> all + "," + next)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%00",
                "/%00",
                "/%ED%A0%80", // a surrogate in UTF-8
                "/%FF",
                "/%C3%A9",
                "/%zz",
                "/a%20b",
                "/a%2Fb",
                "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void idIsRefusedByEveryMethod(String path) throws IOException {
        String body = "{\"username\":\"%s\"}".formatted(id);
        for (Answer refused : new Answer[] {
            send("GET", path, "", ""),
            send("DELETE", path, "", ""),
            send("PUT", path, "application/json", body),
            send("PATCH", path, "application/merge-patch+json", body)
        }) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            refused.problem();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username=%00",
                "username=a%00b",
                "username=%ED%A0%80",
                "username=%FF",
                "username=%",
                "username=%zz",
                "email=a%00@x.org",
                "email=%ED%B0%80@x.org",
                "email=%C0%80",
                "limit=%00",
                "limit=%ED%A0%80",
                "cursor=%00",
                "cursor=%ED%A0%80",
                "unknown=%00"
            })
    void queryIsRefused(String query) throws IOException {
        Answer refused = send("GET", "?" + query, "", "");

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        refused.problem();
    }

    /** The body's characters are sent as bytes, so that it may be what is no UTF-8. */
    private Answer send(String method, String path, String type, String body) throws IOException {
        return client.send(Client.request(
                method,
                UserClient.USERS + path,
                type.isEmpty() ? "" : "Content-Type: " + type + "\r\n",
                body.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
