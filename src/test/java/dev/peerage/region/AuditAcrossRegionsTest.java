package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three regions that write at random, whether or not they hear of each other, tell the same of it in the end. */
class AuditAcrossRegionsTest {

    private static final int WRITES = 300;

    private static TestDatabase.Server server;
    private static List<RegionInTest> regions = List.of();

    private final long seed = Long.getLong("peerage.seed", new SplittableRandom().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);

    @BeforeAll
    static void start() {
        server = TestDatabase.Server.start();
        regions = List.of(
                RegionInTest.on(server.createMigrated(), "ap"),
                RegionInTest.on(server.createMigrated(), "eu"),
                RegionInTest.on(server.createMigrated(), "us"));
        for (RegionInTest region : regions) {
            regions.stream()
                    .filter(peer -> peer != region)
                    .forEach(peer -> region.withPeer(peer.name(), peer.address()));
            region.start();
        }
        await().atMost(ofSeconds(90)).ignoreExceptions().until(() -> {
            for (RegionInTest region : regions) {
                for (JsonNode peer : region.get("/api/v1/admin/regions").get("peers")) {
                    if (!peer.get("state").stringValue().equals("streaming")) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    @AfterAll
    static void close() {
        regions.forEach(RegionInTest::close);
        server.close();
    }

    @Test
    void auditIsCompleteInEachRegionAndTheSameInAllOnceTheyHaveTheSameEvents() throws IOException {
        links("pause");
        for (int i = 0; i < WRITES; i++) {
            write();
            if (i == WRITES / 3) {
                regions.getFirst().write("POST", "/api/v1/admin/regions/eu/resume", null);
            }
        }
        for (RegionInTest region : regions) {
            assertThat(export(region, "")).as("seed %d", seed).isNotEqualTo(export(other(region), ""));
        }

        links("resume");
        await().atMost(ofSeconds(90)).untilAsserted(() -> {
            List<JsonNode> received = new ArrayList<>();
            for (RegionInTest region : regions) {
                received.add(region.fingerprint().get("received"));
            }
            assertThat(received).as("seed %d", seed).allMatch(received.getFirst()::equals);
        });

        for (String query : List.of("", "?region=us", "?type=user.name-set", "?actor=admin", "?subject=user/u1")) {
            String expected = export(regions.getFirst(), query);
            for (RegionInTest region : regions) {
                assertThat(export(region, query)).as("seed %d, %s", seed, query).isEqualTo(expected);
            }
        }
        for (RegionInTest region : regions) {
            assertThat(eventIds(export(region, "")))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(inLog(region));
            assertThat(region.get("/api/v1/users/u1/history?limit=1000")
                            .get("items")
                            .toString())
                    .isEqualTo(
                            Arrays.toString(export(region, "?subject=user/u1").split("\n"))
                                    .replace(", {\"eventId", ",{\"eventId"));
        }
    }

    private static RegionInTest other(RegionInTest region) {
        return regions.get((regions.indexOf(region) + 1) % regions.size());
    }

    private static void links(String what) throws IOException {
        for (RegionInTest region : regions) {
            for (RegionInTest peer : regions) {
                if (peer != region) {
                    region.write("POST", "/api/v1/admin/regions/%s/%s".formatted(peer.name(), what), null);
                }
            }
        }
    }

    /** May be refused, as for what is deleted or not known there. */
    private void write() throws IOException {
        String user = "u" + random.nextInt(6);
        String group = "g" + random.nextInt(3);
        String value = "v" + random.nextInt(1_000_000);
        switch (random.nextInt(12)) {
            case 0, 1 -> send("PUT", "/users/" + user, "{\"username\":\"%s\",\"name\":\"%s\"}".formatted(user, value));
            case 2, 3, 4 -> send("PATCH", "/users/" + user, "{\"name\":\"%s\"}".formatted(value));
            case 5 -> send("PATCH", "/users/" + user, "{\"attributes\":{\"a\":\"%s\",\"b\":null}}".formatted(value));
            case 6 -> send("PATCH", "/users/" + user, "{\"active\":%s}".formatted(random.nextBoolean()));
            case 7, 8 -> send("PUT", "/groups/" + group, "{\"name\":\"%s\"}".formatted(value));
            case 9 -> send("PUT", "/groups/" + group + "/members/" + user, null);
            case 10 -> send("DELETE", "/groups/" + group + "/members/" + user, null);
            default -> send("DELETE", random.nextInt(8) == 0 ? "/users/" + user : "/users/none", null);
        }
    }

    private void send(String method, String path, @Nullable String body) throws IOException {
        RegionInTest region = regions.get(random.nextInt(regions.size()));
        assertThat(region.send(method, "/api/v1" + path, body).statusCode()).isLessThan(500);
    }

    private static String export(RegionInTest region, String query) throws IOException {
        HttpResponse<String> answer =
                region.send("GET", "/api/v1/audit" + query, null, "Accept", "application/x-ndjson");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty();
        return answer.body();
    }

    private static List<String> eventIds(String export) {
        return export.lines()
                .map(line -> JsonMapper.shared().readTree(line).get("eventId").stringValue())
                .toList();
    }

    private static List<String> inLog(RegionInTest region) {
        return region.sql()
                .sql("select subject || '@' || origin || '~' || sequence from event")
                .query((row, _) -> row.getString(1))
                .list();
    }
}
