package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that name what a region has written that was retired later. */
class RetiredTokensTest {

    private static final String TOKEN = "Consistency-Token";

    private final TestDatabase.Server server = TestDatabase.Server.start();
    private final RegionInTest eu = RegionInTest.on(server.create(), "eu");
    private final RegionInTest us = RegionInTest.on(server.create(), "us");
    private final RegionInTest ap = RegionInTest.on(server.create(), "ap");
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
    }

    private HttpResponse<String> list(String token, int wait) throws IOException {
        return us.send("GET", "/api/v1/users", null, TOKEN, token, "Prefer", "wait=" + wait);
    }
}
