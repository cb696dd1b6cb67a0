package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.VersionVector;
import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The feed of three real regions, read by one who goes from region to region while they write. */
class FeedAcrossRegionsTest {

    private static TestDatabase.Server server;
    private static List<RegionInTest> regions;

    private final Random random = new Random(18);
    private final List<JsonNode> told = new ArrayList<>();
    private String place = "";

    @BeforeAll
    static void start() {
        server = TestDatabase.Server.start();
        regions = List.of(
                RegionInTest.on(server.createMigrated(), "eu"),
                RegionInTest.on(server.createMigrated(), "us"),
                RegionInTest.on(server.createMigrated(), "ap"));
        for (RegionInTest region : regions) {
            for (RegionInTest peer : regions) {
                if (peer != region) {
                    region.withPeer(peer.name(), peer.address());
                }
            }
            region.start();
        }
        await().atMost(ofSeconds(90)).ignoreException(IOException.class).until(() -> {
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

    private RegionInTest any() {
        return regions.get(random.nextInt(regions.size()));
    }

    private void write(int number) throws IOException {
        String id = "walker-" + random.nextInt(5);
        any().write("PUT", "/api/v1/users/" + id, "{\"username\":\"%s\",\"name\":\"%d\"}".formatted(id, number));
    }

    /** A few events of any region, behind those that were read last. */
    private int read() throws IOException {
        JsonNode page = any().get("/api/v1/events?limit=4" + (place.isEmpty() ? "" : "&after=" + place));
        page.forEach(told::add);
        if (!page.isEmpty()) {
            place = page.get(page.size() - 1).get("position").stringValue();
        }
        return page.size();
    }

    @Test
    void whoGoesFromRegionToRegionIsToldEachEventOnceAndBehindWhatItsWriterHadSeen() throws IOException {
        for (int i = 0; i < 120; i++) {
            switch (i) {
                case 30 -> regions.get(1).write("POST", "/api/v1/admin/regions/eu/pause", null);
                case 60 -> regions.get(2).write("POST", "/api/v1/admin/regions/us/pause", null);
                case 80 -> regions.get(1).write("POST", "/api/v1/admin/regions/eu/resume", null);
                default -> write(i);
            }
            if (i % 3 == 0) {
                read();
            }
        }
        regions.get(2).write("POST", "/api/v1/admin/regions/us/resume", null);
        Map<String, VersionVector> written = written();

        await().atMost(ofSeconds(60)).until(() -> {
            read();
            return told.size() >= written.size();
        });
        for (int i = 0; i < 9; i++) {
            assertThat(read()).isZero();
        }

        assertThat(told.stream().map(event -> event.get("id").stringValue()))
                .containsExactlyInAnyOrderElementsOf(written.keySet());
        Set<String> before = new HashSet<>();
        for (JsonNode event : told) {
            String id = event.get("id").stringValue();
            written.getOrDefault(id, VersionVector.none())
                    .entries()
                    .forEach((region, sequence) -> assertThat(before)
                            .as("before %s", id)
                            .contains(event.get("subject").stringValue() + "@" + region + "~" + sequence));
            before.add(id);
        }
    }

    /** By its id, what each event's writer had seen. */
    private static Map<String, VersionVector> written() {
        Map<String, VersionVector> written = new HashMap<>();
        for (RegionInTest region : regions) {
            region.sql()
                    .sql("select subject || '@' || origin || '~' || sequence, seen from event where origin = ?")
                    .param(region.name())
                    .query(row -> {
                        written.put(row.getString(1), VersionVector.parse(row.getString(2)));
                    });
        }
        return written;
    }
}
