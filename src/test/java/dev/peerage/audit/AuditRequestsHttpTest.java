package dev.peerage.audit;

import static dev.peerage.audit.AuditClient.badParameter;
import static dev.peerage.audit.AuditClient.eventIds;
import static dev.peerage.audit.AuditClient.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

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
    private static final String NO_WAIT = "Prefer: wait=0";

    @LocalServerPort
    int port;

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
        ConsistencyToken ahead = ConsistencyToken.of(Region.of("local"), 1_000_000_000, Map.of());
        ConsistencyToken elsewhere = ConsistencyToken.of(Region.of("us"), 1, Map.of());
        for (ConsistencyToken token : new ConsistencyToken[] {ahead, elsewhere}) {
            String header = "Consistency-Token: " + token.encode();

            assertThat(client.get(path.formatted(id), header, NO_WAIT)
                            .problem()
                            .get("type")
                            .stringValue())
                    .isEqualTo("urn:peerage:problem:view-behind");
        }
        assertThat(client.get("/audit", "Consistency-Token: " + ahead.encode(), NO_WAIT, AuditClient.NDJSON)
                        .status())
                .isEqualTo(503);
    }

    @Test
    void historyWaitsForItsResourceAlone() throws IOException {
        Answer patched = client.patch(user, "{\"name\":\"Homer\"}");
        ConsistencyToken own = ConsistencyToken.decode(String.valueOf(patched.header("Consistency-Token")));
        String ahead = own.withPosition(Region.of("local"), 1_000_000_000).encode();

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
    @Test
    void whoReadOfAnEventIsNotAnsweredFromAViewThatLacksIt() throws IOException {
        for (int i = 0; i < 20; i++) {
            String name = "%s-%d".formatted(id, i);
            client.put("/users/" + name, "{\"username\":\"%s\"}".formatted(name));
            Answer read = client.get(i % 2 == 0 ? "/audit?limit=1" : "/users/" + name + "/history");
            assertThat(read.body()).contains("user/" + name + "@local~1");

            assertThat(client.items("/users?username=" + name, token(read), "Prefer: wait=20"))
                    .hasSize(1);
        }
    }

    private static String token(Answer answer) {
        return "Consistency-Token: " + answer.header("Consistency-Token");
    }
}
