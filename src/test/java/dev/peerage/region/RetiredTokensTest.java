package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.sync.Copy;
import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that name what a region has written that was retired later. */
class RetiredTokensTest {

    private static final String TOKEN = "Consistency-Token";

    private final TestDatabase.Server server = TestDatabase.Server.start();
    private final RegionInTest eu = RegionInTest.on(server.createMigrated(), "eu");
    private final RegionInTest us = RegionInTest.on(server.createMigrated(), "us");
    private final RegionInTest ap = RegionInTest.on(server.createMigrated(), "ap");
    private final List<RegionInTest> regions = List.of(eu, us, ap);

    @BeforeEach
    void start() {
        for (RegionInTest region : regions) {
            for (RegionInTest peer : regions) {
                if (peer != region) {
                    region.withPeer(peer.name(), peer.address());
                }
            }
        }
        regions.forEach(RegionInTest::start);
        await().atMost(ofSeconds(120))
                .ignoreExceptions()
                .until(() -> eu.stateOf("ap").equals("streaming")
                        && us.stateOf("ap").equals("streaming")
                        && us.stateOf("eu").equals("streaming")
                        && eu.stateOf("us").equals("streaming"));
    }

    @AfterEach
    void close() {
        regions.forEach(RegionInTest::close);
        server.close();
    }

    /** Its last events arrive, as PostgreSQL goes on when the application has ended, and no mark comes after them. */
    @Test
    void whatItWroteBehindItsLastMarkHoldsNobodyUpOnceItIsRetired() throws IOException {
        ap.write("PUT", "/api/v1/users/template", "{\"username\":\"template\"}");
        ap.stop();
        ap.sql().sql("""
                        with drawn as materialized (
                            select nextval('event_position') as drawn, * from event where subject = 'user/template')
                        insert into event (position, origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                        select drawn, origin, 'user/last', sequence, drawn, type, revision, hlc, seen, actor,
                               replace(payload::text, 'template', 'last')::jsonb
                        from drawn order by drawn""").update();
        await().atMost(ofSeconds(60))
                .until(() -> eu.send("GET", "/api/v1/users/last", null).statusCode() == 200
                        && us.send("GET", "/api/v1/users/last", null).statusCode() == 200);
        String given = eu.send("GET", "/api/v1/users", null)
                .headers()
                .firstValue(TOKEN)
                .orElseThrow();
        assertThat(list(given, 0).statusCode()).isEqualTo(503);

        eu.write("DELETE", "/api/v1/admin/regions/ap", null);
        us.write("DELETE", "/api/v1/admin/regions/ap", null);

        HttpResponse<String> list = list(given, 15);
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        assertThat(list.body()).contains("\"id\":\"last\"");
        aCopyGoesOn(given);
    }

    /** From the region that has an event which never left the one that is gone, to one that has not. */
    private void aCopyGoesOn(String given) throws IOException {
        eu.sql().sql("""
                        insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                        select origin, subject, sequence + 1000, origin_position + 1000, type, revision, hlc, seen, actor, payload
                        from event where subject = 'user/last' and sequence = 1""").update();
        Copy copy = new Copy();
        await().atMost(ofSeconds(60)).untilAsserted(() -> {
            follow(copy, eu, given);
            assertThat(copy.resources()).containsKey("user last");
        });

        us.write("PUT", "/api/v1/users/later", "{\"username\":\"later\"}");
        await().atMost(ofSeconds(60)).untilAsserted(() -> {
            follow(copy, us, given);
            assertThat(copy.resources()).containsKey("user later");
        });
    }

    private static void follow(Copy copy, RegionInTest region, String token) throws IOException {
        boolean more = true;
        while (more) {
            HttpResponse<String> page = region.send("GET", "/api/v1" + copy.request(10), null, TOKEN, token);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            more = copy.apply(JsonMapper.shared().readTree(page.body()), 10);
        }
    }

    private HttpResponse<String> list(String token, int wait) throws IOException {
        return us.send("GET", "/api/v1/users", null, TOKEN, token, "Prefer", "wait=" + wait);
    }
}
