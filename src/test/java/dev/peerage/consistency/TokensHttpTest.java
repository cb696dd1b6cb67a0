package dev.peerage.consistency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Consistency tokens as a client meets them, also while the view cannot move on. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class TokensHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String WAIT = "Prefer: wait=10\r\n";
    private static final String NO_WAIT = "Prefer: wait=0\r\n";

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private Client client;
    private String id;
    private String path;

    @BeforeEach
    void connect() {
        client = new Client(port);
        id = "tokens-" + NUMBER.incrementAndGet();
        path = "/api/v1/users/" + id;
    }

    @Test
    void tokenBesideOneThatNamesTheResourceIsNotLost() throws Exception {
        String first = token(put("Homer"));
        assertThat(get(path, first, WAIT).status()).isEqualTo(200);
        try (Connection _ = heldView()) {
            String line = "{\"user\":{\"id\":\"%s\",\"username\":\"%s\",\"name\":\"Max\"}}".formatted(id, id);
            Answer imported = send("POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\n", line);
            assertThat(imported.status()).isEqualTo(200);

            assertThat(get(path, token(imported), NO_WAIT).status()).isEqualTo(503);
            assertThat(get(path, first + ", " + token(imported), NO_WAIT).status())
                    .isEqualTo(503);
            assertThat(get(path, first, NO_WAIT).json().get("name").stringValue())
                    .isEqualTo("Homer");
        }
    }

    @Test
    void tokenOfAWriteThatChangedNothingReachesToWhatItFoundThere() throws Exception {
        assertThat(get(path, token(put("Homer")), WAIT).status()).isEqualTo(200);
        try (Connection _ = heldView()) {
            put("Max");
            Answer again = put("Max");
            assertThat(again.status()).isEqualTo(200);

            Answer found = get("/api/v1/users?username=" + id, token(again), NO_WAIT);

            assertThat(found.status()).isEqualTo(503);
        }
    }

    @Test
    void tokenOfAnImportThatChangedNothingReachesToWhatItFoundThere() throws Exception {
        try (Connection _ = heldView()) {
            String line = "{\"user\":{\"id\":\"%s\",\"username\":\"%s\"}}".formatted(id, id);
            send("POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\n", line);
            Answer again = send("POST", "/api/v1/import", "Content-Type: application/x-ndjson\r\n", line);
            assertThat(again.json().get("unchanged").intValue()).isEqualTo(1);

            assertThat(get("/api/v1/users?username=" + id, token(again), NO_WAIT)
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void tokenOfARefusalReachesToWhatRefusedIt() throws Exception {
        try (Connection _ = heldView()) {
            put("Homer");
            Answer refused = send("POST", "/api/v1/users", JSON, "{\"username\":\"%s\"}".formatted(id));
            assertThat(refused.status()).isEqualTo(409);

            assertThat(get("/api/v1/users?username=" + id, token(refused), NO_WAIT)
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void oneResourceIsAnsweredThoughTheViewIsBehindWithOthers() throws Exception {
        Answer mine = put("Homer");
        assertThat(get(path, token(mine), WAIT).status()).isEqualTo(200);
        try (Connection _ = heldView()) {
            path += "-other";
            id += "-other";
            put("Somebody");
            path = path.replace("-other", "");

            assertThat(get(path, token(mine), NO_WAIT).status()).isEqualTo(200);
        }
    }

    @Test
    void waitingReaderIsAnsweredWhenTheViewHasIt() throws Exception {
        Answer written;
        try (Connection _ = heldView()) {
            written = put("Homer");
        }

        assertThat(get(path, token(written), WAIT).json().get("name").stringValue())
                .isEqualTo("Homer");
    }

    @Test
    void entityTagAsTokenIsWaitedForByReadsAndWritesOfItsResource() throws Exception {
        put("Homer");
        assertThat(get(path, "\"local~2\"", WAIT).status()).isEqualTo(200);

        assertThat(get(path, "\"local~9\"", NO_WAIT).problem().get("type").stringValue())
                .endsWith("view-behind");
        Answer write = send(
                "PATCH",
                path,
                "Content-Type: application/merge-patch+json\r\nConsistency-Token: \"local~9\"\r\n" + NO_WAIT,
                "{\"name\":\"Max\"}");
        assertThat(write.problem().get("type").stringValue()).endsWith("view-behind");
        assertThat(write.header("Retry-After")).isEqualTo("1");
        assertThat(get(path, "\"local~2\"", WAIT).json().get("name").stringValue())
                .isEqualTo("Homer");
    }

    @Test
    void fingerprintHasWhatTheTokenNames() throws Exception {
        try (Connection _ = heldView()) {
            Answer written = put("Homer");

            assertThat(get("/api/v1/admin/fingerprint", token(written), NO_WAIT).status())
                    .isEqualTo(503);
        }
        assertThat(get("/api/v1/admin/views", "junk", "").status()).isEqualTo(400);
    }

    @Test
    void entityTagIsNoTokenOfAListOrAnImport() throws IOException {
        assertThat(get("/api/v1/users", "\"local~1\"", "").status()).isEqualTo(400);
        assertThat(send(
                                "POST",
                                "/api/v1/import",
                                "Content-Type: application/x-ndjson\r\nConsistency-Token: \"local~1\"\r\n",
                                "{}")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /users/nobody-%s            |                              |            | 404
            PATCH  | /users/nobody-%s            | application/merge-patch+json | {}         | 404
            DELETE | /users/nobody-%s            |                              |            | 404
            PUT    | /groups/none/members/no-%s  |                              |            | 404
            GET    | /no-such-thing/%s           |                              |            | 404
            PUT    | /users/%s                   | application/json             | {          | 400
            PUT    | /users/%s                   | application/json             | {"x":1}    | 400
            PUT    | /users/%s                   | text/plain                   | {}         | 415
            PATCH  | /users                      | application/json             | {}         | 405
            GET    | /users?limit=0              |                              |            | 400
            GET    | /users?cursor=x             |                              |            | 400
            GET    | /admin/views                |                              |            | 200
            GET    | /admin/fingerprint          |                              |            | 200
            POST   | /admin/views/none-%s/replay |                              |            | 404
            """)
    void everyAnswerCarriesATokenThatReachesAsFarAsTheOneSent(
            String method, String target, String type, String body, int status) throws IOException {
        String sent = token(put("Homer"));
        String headers = "Consistency-Token: " + sent + "\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n");

        Answer answer = send(method, "/api/v1" + target.formatted(id), headers, body == null ? "" : body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        ConsistencyToken given = ConsistencyToken.decode(token(answer));
        assertThat(given.positions().get(Region.of("local")))
                .isGreaterThanOrEqualTo(
                        ConsistencyToken.decode(sent).positions().get(Region.of("local")));
    }

    @Test
    void tokensTooManyForOneAreReadAllTheSame() throws IOException {
        String many = IntStream.range(0, 70)
                .mapToObj(i -> Region.of("region-%09d".formatted(i)))
                .map(region -> ConsistencyToken.none()
                        .about("user/" + region, VersionVector.none().with(new Dot(region, 1)))
                        .encode())
                .collect(Collectors.joining(","));

        Answer answer = get("/api/v1/users", many, NO_WAIT);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(ConsistencyToken.decode(token(answer)).positions()).containsKey(Region.of("local"));
    }

    @Test
    void whoIsNotLetInGetsNoToken() throws IOException {
        Answer answer = client.send(
                "GET /api/v1/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Consistency-Token")).isNull();
    }

    /** While it is open, the view cannot write users' rows. */
    private Connection heldView() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table directory_user in exclusive mode");
        }
        return connection;
    }

    private Answer put(String name) throws IOException {
        return send("PUT", path, JSON, "{\"username\":\"%s\",\"name\":\"%s\"}".formatted(id, name));
    }

    private Answer get(String target, String token, String headers) throws IOException {
        return send("GET", target, headers + "Consistency-Token: " + token + "\r\n", "");
    }

    private static String token(Answer answer) {
        return requireNonNull(answer.header("Consistency-Token"));
    }

    private Answer send(String method, String target, String headers, String body) throws IOException {
        return client.send(Client.request(method, target, headers, body.getBytes(UTF_8)));
    }
}
