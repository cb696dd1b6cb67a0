package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one region gave a token for, asked for in another. */
class TokensAcrossRegionsTest {

    private static final String TOKEN = "Consistency-Token";
    private static final int WRITES = 100;

    private static TestDatabase.Server server;
    private static RegionInTest eu;
    private static RegionInTest us;

    @BeforeAll
    static void start() {
        server = TestDatabase.Server.start();
        eu = RegionInTest.on(server.createMigrated(), "eu");
        us = RegionInTest.on(server.createMigrated(), "us");
        eu.withPeer("us", us.address()).start();
        us.withPeer("eu", eu.address()).start();
        await().atMost(ofSeconds(60))
                .until(() ->
                        us.stateOf("eu").equals("streaming") && eu.stateOf("us").equals("streaming"));
    }

    @AfterAll
    static void close() {
        eu.close();
        us.close();
        server.close();
    }

    private static String put(RegionInTest region, String id) throws IOException {
        HttpResponse<String> answer = region.send("PUT", "/api/v1/users/" + id, "{\"username\":\"%s\"}".formatted(id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return token(answer);
    }

    private static String token(HttpResponse<String> answer) {
        return answer.headers().firstValue(TOKEN).orElseThrow();
    }

    private static HttpResponse<String> get(RegionInTest region, String path, String token, int wait)
            throws IOException {
        return region.send("GET", "/api/v1" + path, null, TOKEN, token, "Prefer", "wait=" + wait);
    }

    private static void isShown(RegionInTest region, String id, String token) throws IOException {
        HttpResponse<String> answer = get(region, "/users?username=" + id, token, 20);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":\"%s\"".formatted(id));
    }

    private static void isBehind(RegionInTest region, String token) throws IOException {
        HttpResponse<String> answer = get(region, "/users", token, 0);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("view-behind");
    }

    @Test
    void whatWasWrittenHereIsShownThereToWhoeverAsksForIt() throws IOException {
        for (int i = 0; i < WRITES; i++) {
            RegionInTest from = i % 2 == 0 ? eu : us;
            RegionInTest to = from == eu ? us : eu;
            String id = "across-" + i;
            String written = put(from, id);
            isShown(to, id, written);
            String read = token(get(to, "/users?username=" + id, written, 0));
            isShown(from, id, read);
        }
    }

    @Test
    void whatIsNotThereYetIsNeverAnsweredWithoutIt() throws IOException {
        us.write("POST", "/api/v1/admin/regions/eu/pause", null);
        String written = put(eu, "not-there-yet");
        isBehind(us, written);
        HttpResponse<String> write =
                us.send("PUT", "/api/v1/users/on-top", "{\"username\":\"on-top\"}", TOKEN, written, "Prefer", "wait=0");
        assertThat(write.statusCode()).as(write.body()).isEqualTo(503);

        us.write("POST", "/api/v1/admin/regions/eu/resume", null);
        isShown(us, "not-there-yet", written);
    }

    /** It is decided upon what has arrived, whatever views have been handed of that. */
    @Test
    void theTokenOfAWriteNamesWhatItsAnswerShows() throws Exception {
        String path = "/api/v1/users/decided-upon";
        isShown(us, "decided-upon", put(eu, "decided-upon"));
        try (Connection holding = eu.database().dataSource().getConnection()) {
            holding.setAutoCommit(false);
            holding.createStatement().execute("lock table directory_user in exclusive mode");
            // each segment is held up by one of them
            for (int i = 0; i < 10; i++) {
                put(eu, "holding-up-" + i);
            }
            us.write("PATCH", path, "{\"name\":\"Named there\"}");
            await().until(() -> eu.sql()
                            .sql("select count(*) from event where origin = 'us' and subject = 'user/decided-upon'")
                            .query(Long.class)
                            .single()
                    > 0);

            HttpResponse<String> answer = eu.send("PATCH", path, "{\"email\":\"decided@example.org\"}");

            assertThat(answer.body()).contains("Named there");
            long last = us.sql()
                    .sql("select max(position) from event where subject = 'user/decided-upon' and origin = 'us'")
                    .query(Long.class)
                    .single();
            assertThat(ConsistencyToken.decode(token(answer)).positions())
                    .hasEntrySatisfying(
                            Region.of("us"), named -> assertThat(named).isGreaterThanOrEqualTo(last));
        }
    }

    /** Read twice and more, so that it is kept in memory where it is read. */
    @Test
    void whatIsKeptInMemoryOutlastsAPausedLinkForNobodyWhoAsksForMore() throws IOException {
        String path = "/api/v1/users/kept";
        String written = put(eu, "kept");
        String before = etag(us.send("GET", path, null, TOKEN, written, "Prefer", "wait=20"));
        assertThat(etag(us.send("GET", path, null))).isEqualTo(before);
        us.write("POST", "/api/v1/admin/regions/eu/pause", null);

        HttpResponse<String> renamed = eu.send("PUT", path, "{\"username\":\"kept\",\"name\":\"Renamed\"}");
        assertThat(etag(renamed)).isNotEqualTo(before);
        assertThat(etag(us.send("GET", path, null))).as("asks for nothing").isEqualTo(before);
        assertThat(get(us, "/users/kept", token(renamed), 0).statusCode()).isEqualTo(503);
        assertThat(us.send("GET", path, null, TOKEN, token(renamed), "If-None-Match", before, "Prefer", "wait=0")
                        .statusCode())
                .isEqualTo(503);

        us.write("POST", "/api/v1/admin/regions/eu/resume", null);
        HttpResponse<String> after =
                us.send("GET", path, null, TOKEN, token(renamed), "If-None-Match", before, "Prefer", "wait=20");
        assertThat(after.statusCode()).as(after.body()).isEqualTo(200);
        assertThat(after.body()).contains("Renamed");
        assertThat(etag(after)).isEqualTo(etag(renamed));
        assertThat(us.send("GET", path, null, "If-None-Match", etag(renamed)).statusCode())
                .isEqualTo(304);
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    /** Its position is lower than that of what follows, and is committed after it. */
    @Test
    void whatIsOutstandingWhereItIsWrittenIsWaitedForElsewhere() throws IOException, SQLException {
        put(eu, "template");
        String higher;
        try (Connection open = eu.database().dataSource().getConnection()) {
            open.setAutoCommit(false);
            open.createStatement().execute("select pg_current_xact_id()");
            open.createStatement().execute("""
                    with drawn as materialized (
                        select nextval('event_position') as drawn, * from event where subject = 'user/template')
                    insert into event (position, origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                    select drawn, origin, 'user/outstanding', sequence, drawn, type, revision, hlc, seen, actor,
                           replace(payload::text, 'template', 'outstanding')::jsonb
                    from drawn order by drawn""");
            higher = put(eu, "seen-first");
            await().atMost(ofSeconds(20))
                    .until(() ->
                            us.send("GET", "/api/v1/users/seen-first", null).statusCode() == 200);

            isBehind(us, higher);
            String given = token(us.send("GET", "/api/v1/users", null));
            assertThat(get(us, "/users", given, 0).statusCode())
                    .as("in the region that gave it")
                    .isEqualTo(200);
            isBehind(eu, given);
            open.commit();
        }
        isShown(us, "outstanding", higher);
    }
}
