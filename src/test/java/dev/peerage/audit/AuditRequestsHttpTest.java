package dev.peerage.audit;

import static dev.peerage.audit.AuditClient.badParameter;
import static dev.peerage.audit.AuditClient.eventIds;
import static dev.peerage.audit.AuditClient.items;
import static dev.peerage.eventstore.Writing.in;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the audit is asked: by whom, for what, and how fresh. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "peerage.admin-key=" + Client.ADMIN_KEY,
            "peerage.keys.moe.key=" + Client.READER_KEY,
            "peerage.keys.payroll.key=" + Client.WRITER_KEY,
            "peerage.keys.payroll.role=writer"
        })
class AuditRequestsHttpTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int SEGMENTS = 2;
    private static final String NO_WAIT = "Prefer: wait=0";

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private AuditClient client;
    private String id;
    private String user;

    @BeforeEach
    void connect() throws IOException {
        client = new AuditClient(port);
        id = "asked-" + NUMBER.incrementAndGet();
        user = "/users/" + id;
        client.put(user, "{\"username\":\"%s\"}".formatted(id));
        client.put("/groups/" + id, "{\"name\":\"Pin Pals\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/audit", "/audit?actor=admin", "/users/%s/history", "/groups/%s/history"})
    void adminsAloneReadIt(String path) throws IOException {
        String asked = path.formatted(id);

        assertThat(client.getBy("", asked).status()).isEqualTo(401);
        assertThat(client.getBy("wrong", asked).status()).isEqualTo(401);
        assertThat(client.getBy(Client.READER_KEY, asked).status()).isEqualTo(403);
        assertThat(client.getBy(Client.WRITER_KEY, asked).status()).isEqualTo(403);
        assertThat(client.getBy(Client.ADMIN_KEY, asked).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject=                               | subject
            subject=homer                          | subject
            subject=users/homer                    | subject
            subject=user/                          | subject
            subject=user/a/b                       | subject
            subject=membership/a                   | subject
            subject=user/a%20b                     | subject
            subject=user/a%2Fb                     | subject
            subject=user/a&subject=user/a          | subject
            actor=                                 | actor
            actor=a%0Ab                            | actor
            actor=a&actor=b                        | actor
            type=                                  | type
            type=user                              | type
            type=UserNameSet                       | type
            type=user.name-set,user.email-set      | type
            region=                                | region
            region=EU                              | region
            region=-                               | region
            region=aaaaaaaaaaaaaaaaa               | region
            from=                                  | from
            from=yesterday                         | from
            from=2026-11-27                        | from
            from=2026-11-27T12:00                  | from
            from=2026-11-27T12:00:00               | from
            from=2026-02-30T12:00:00Z              | from
            from=2026-11-27T25:00:00Z              | from
            from=2026-11-27T12:00:00+01:00         | from
            from=%2B02026-11-27T12:00:00Z          | from
            to=1795780800                          | to
            to=2026-11-27T12:00:00.0000000001Z     | to
            from=2026-11-27T12:00:00Z&to=2026-11-27T12:00:00Z         | to
            from=2026-11-27T12:00:00Z&to=2026-11-27T12:30:00%2B01:00  | to
            limit=0                                | limit
            limit=1001                             | limit
            cursor=none                            | cursor
            """)
    void whatIsNotAskedForWellIsNamed(String query, String parameter) throws IOException {
        assertThat(badParameter(client.get("/audit?" + query))).isEqualTo(parameter);
        assertThat(badParameter(client.get("/audit?" + query, AuditClient.NDJSON)))
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"actor=%00", "actor=%FF", "actor=%ED%A0%80", "subject=user/%00", "type=%zz", "region=%"})
    void whatNoTextCanHoldIsRefused(String query) throws IOException {
        assertThat(client.get("/audit?" + query).problem().get("status").intValue())
                .isEqualTo(400);
    }

    @Test
    void whatIsTooLongIsRefused() throws IOException {
        for (String parameter : AuditQuery.PARAMETERS) {
            assertThat(badParameter(client.get("/audit?" + parameter + "=" + "a".repeat(5_000))))
                    .isEqualTo(parameter);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=0000-01-01T00:00:00Z", "to=9999-12-31T23:59:59.999999999-12:00", "actor=%C3%A9"})
    void timesOfNoEventAndActorsOfNoKeyAreAnswered(String query) throws IOException {
        assertThat(client.get("/audit?" + query).status()).isEqualTo(200);
    }

    @Test
    void cursorIsGoodForItsOwnListAlone() throws IOException {
        String cursor =
                client.get("/audit?actor=admin&limit=1").json().get("next").stringValue();
        client.patch(user, "{\"name\":\"Homer\"}");
        String ofHistory =
                client.get(user + "/history?limit=1").json().get("next").stringValue();

        assertThat(badParameter(client.get("/audit?cursor=" + cursor))).isEqualTo("cursor");
        assertThat(badParameter(client.get("/audit?actor=admin&region=local&cursor=" + cursor)))
                .isEqualTo("cursor");
        assertThat(badParameter(client.get(user + "/history?cursor=" + cursor))).isEqualTo("cursor");
        assertThat(badParameter(client.get("/audit?cursor=" + ofHistory))).isEqualTo("cursor");
        assertThat(badParameter(client.get("/groups/%s/history?cursor=%s".formatted(id, ofHistory))))
                .isEqualTo("cursor");
    }

    @Test
    void exportIsAskedForByAcceptAlone() throws IOException {
        assertThat(client.get("/audit", "Accept: */*").header("Content-Type")).isEqualTo("application/json");
        assertThat(client.get("/audit").header("Content-Type")).isEqualTo("application/json");
        assertThat(client.get("/audit", "Accept: application/x-ndjson;q=0.1, application/json")
                        .header("Content-Type"))
                .isEqualTo("application/json");
        assertThat(client.get("/audit", "Accept: text/csv")
                        .problem()
                        .get("status")
                        .intValue())
                .isEqualTo(406);
        assertThat(client.get(user + "/history", AuditClient.NDJSON).status()).isEqualTo(406);
        Answer head = client.send("HEAD", "/audit", "", AuditClient.NDJSON);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("application/x-ndjson");
    }

    /** The view may be behind, the log is not. */
    @Test
    void writeIsToldToWhoeverShowsItsToken() throws IOException {
        for (int i = 0; i < 20; i++) {
            String token = token(client.patch(user, "{\"name\":\"Homer the %dth\"}".formatted(i)));
            String expected = "user/%s@local~%d".formatted(id, i + 2);

            assertThat(eventIds(client.items(user + "/history", token, NO_WAIT)))
                    .startsWith(expected);
            assertThat(eventIds(client.items("/audit", token, NO_WAIT))).startsWith(expected);
            assertThat(eventIds(client.export("/audit", token, NO_WAIT))).startsWith(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/audit", "/users/%s/history"})
    void whatIsNotHereYetIsNeverAnsweredWithoutIt(String path) throws IOException {
        String header =
                "Consistency-Token: " + ConsistencyToken.of(notHereYet()).encode();

        assertThat(client.get(path.formatted(id), header, NO_WAIT)
                        .problem()
                        .get("type")
                        .stringValue())
                .isEqualTo("urn:peerage:problem:view-behind");
        assertThat(client.get("/audit", header, NO_WAIT, AuditClient.NDJSON).status())
                .isEqualTo(503);
    }

    @Test
    void whatNoRegionHasWrittenIsNotWaitedFor() throws IOException {
        ConsistencyToken forged = ConsistencyToken.of(Region.of("local"), 1_000_000_000, Map.of());

        assertThat(badParameter(client.get("/audit", "Consistency-Token: " + forged.encode(), NO_WAIT)))
                .isEqualTo("Consistency-Token");
    }

    /** Of a region that is known here. */
    private OriginPositions notHereYet() {
        UserId known = new UserId(id + "-of-us");
        Replication.deliver(
                database, Writing.history(Writing.in("us").event(new UserUsernameSet(known, known.value()))));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.get("/users/" + known).status() == 200);
        return OriginPositions.none().with(Region.of("us"), 1_000_000_000);
    }

    @Test
    void historyWaitsForItsResourceAlone() throws IOException {
        Answer patched = client.patch(user, "{\"name\":\"Homer\"}");
        ConsistencyToken own = ConsistencyToken.decode(String.valueOf(patched.header("Consistency-Token")));
        String ahead = own.join(ConsistencyToken.of(notHereYet())).encode();

        assertThat(items(client.get(user + "/history", "Consistency-Token: " + ahead, NO_WAIT)))
                .hasSize(2);
        assertThat(items(client.get(user + "/history", "Consistency-Token: " + patched.header("ETag"), NO_WAIT)))
                .hasSize(2);
        assertThat(client.get("/audit", "Consistency-Token: " + ahead, NO_WAIT).status())
                .isEqualTo(503);
        assertThat(badParameter(client.get("/audit", "Consistency-Token: " + patched.header("ETag"))))
                .isEqualTo("Consistency-Token");
    }

    /** The log is ahead of the views: who has read it has seen more than they show. */
    @ParameterizedTest
    @ValueSource(strings = {"/audit?limit=1", "/users/%s/history"})
    void whoReadOfAnEventIsNotAnsweredFromAViewThatLacksIt(String path) throws IOException, SQLException {
        String name = id + "-new";
        String read;
        try (Connection _ = heldView()) {
            client.put("/users/" + name, "{\"username\":\"%s\"}".formatted(name));
            Answer answer = client.get(path.formatted(name));
            assertThat(answer.body()).contains("user/" + name + "@local~1");
            read = token(answer);

            assertThat(client.get("/users?username=" + name, read, NO_WAIT).status())
                    .isEqualTo(503);
        }
        assertThat(client.items("/users?username=" + name, read, "Prefer: wait=20"))
                .hasSize(1);
    }

    /** What other regions wrote is named too, though no view has been handed it. */
    @Test
    void tokenNamesWhatOtherRegionsWroteToo() throws IOException, SQLException {
        try (Connection _ = heldView()) {
            Replication.deliver(
                    database, Writing.history(in("us").event(new UserNameSet(new UserId(id + "-us"), "Us"))));
            for (String path : List.of("/audit?limit=1", "/users/" + id + "-us/history")) {
                ConsistencyToken token =
                        ConsistencyToken.decode(String.valueOf(client.get(path).header("Consistency-Token")));

                assertThat(token.positions()).containsEntry(Region.of("us"), lastOf("us"));
            }
        }
    }

    private long lastOf(String region) {
        return JdbcClient.create(database)
                .sql("select max(origin_position) from event where origin = ?")
                .param(region)
                .query(Long.class)
                .single();
    }

    /** Until it is closed, the view cannot be written, and what is written to the log from now on is not handed to it. */
    private Connection heldView() throws SQLException, IOException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("lock table directory_user in exclusive mode");
        for (int i = 0; i < 4 * SEGMENTS; i++) {
            String other = "%s-held-%d".formatted(id, i);
            client.put("/users/" + other, "{\"username\":\"%s\"}".formatted(other));
        }
        await().atMost(ofSeconds(30))
                .until(() -> JdbcClient.create(database)
                                .sql("""
                        select count(*) from pg_locks
                        where relation = 'directory_user'::regclass and not granted
                        """)
                                .query(Integer.class)
                                .single()
                        == SEGMENTS);
        return connection;
    }

    private static String token(Answer answer) {
        return "Consistency-Token: " + answer.header("Consistency-Token");
    }
}
