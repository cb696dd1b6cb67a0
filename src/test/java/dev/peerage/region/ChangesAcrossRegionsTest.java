package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.sync.Copy;
import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Consumers that die, go on from what they have stored, and move from region to region, also while they get everything,
 * while all regions write whatever can be written, and links come and go.
 */
@Tag("faults")
class ChangesAcrossRegionsTest {

    private static final String[] NAMES = {"eu", "us", "ap"};

    private static TestDatabase.Server server;
    private static final List<RegionInTest> REGIONS = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestDatabase.Server.start();
        for (String name : NAMES) {
            REGIONS.add(RegionInTest.on(server.create(), name));
        }
        for (RegionInTest region : REGIONS) {
            for (RegionInTest peer : REGIONS) {
                if (peer != region) {
                    region.withPeer(peer.name(), peer.address());
                }
            }
            region.start();
        }
        await().atMost(ofSeconds(60)).untilAsserted(() -> {
            for (RegionInTest region : REGIONS) {
                for (JsonNode peer : region.get("/api/v1/admin/regions").get("peers")) {
                    assertThat(peer.get("state").stringValue()).isEqualTo("streaming");
                }
            }
        });
    }

    @AfterAll
    static void close() {
        REGIONS.forEach(RegionInTest::close);
        server.close();
    }

    @Test
    void aConsumersCopyIsWhatEveryRegionShows() throws Exception {
        follow(8, 500);
    }

    @Test
    @Tag("heavy")
    void aHundredConsumersCopiesAreWhatEveryRegionShows() throws Exception {
        follow(100, 6_000);
    }

    private static void follow(int consumers, int writes) throws Exception {
        long seed = Long.getLong("peerage.seed", System.nanoTime());
        SplittableRandom seeds = new SplittableRandom(seed);
        AtomicBoolean writing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger left = new AtomicInteger(writes);
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (RegionInTest region : REGIONS) {
                Writer writer = new Writer(region, seeds.split());
                writers.add(CompletableFuture.runAsync(
                        () -> {
                            while (left.getAndDecrement() > 0) {
                                writer.write();
                            }
                        },
                        threads));
            }
            CompletableFuture<Void> links = CompletableFuture.runAsync(() -> stutter(writing, seeds.split()), threads);
            List<Consumer> following = new ArrayList<>();
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < consumers; i++) {
                Consumer consumer = new Consumer(seeds.split());
                following.add(consumer);
                running.add(CompletableFuture.runAsync(() -> consumer.follow(writing), threads));
            }
            CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
            writing.set(false);
            links.join();
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
            converge();

            Map<String, JsonNode> shown = shown(REGIONS.getFirst());
            for (RegionInTest region : REGIONS) {
                assertThat(shown(region))
                        .as("in %s, seed %d", region.name(), seed)
                        .isEqualTo(shown);
            }
            for (Consumer consumer : following) {
                consumer.finish();
                assertThat(consumer.copy.resources())
                        .as("a copy, seed %d", seed)
                        .isEqualTo(shown);
            }
        }
    }

    /** All of it, compared with what lists show. */
    private static Map<String, JsonNode> shown(RegionInTest region) throws IOException {
        Copy copy = new Copy();
        while (copy.apply(region.get("/api/v1" + copy.request(1_000)), 1_000)) {}
        Set<String> listed = new HashSet<>();
        for (JsonNode user : all(region, "/users")) {
            String key = "user " + user.get("id").stringValue();
            assertThat(copy.resources().get(key)).isEqualTo(user);
            listed.add(key);
        }
        for (JsonNode group : all(region, "/groups")) {
            String id = group.get("id").stringValue();
            assertThat(copy.resources().get("group " + id)).isEqualTo(group);
            listed.add("group " + id);
            for (JsonNode member : all(region, "/groups/" + id + "/members")) {
                listed.add("membership " + id + "/" + member.get("userId").stringValue());
            }
        }
        assertThat(copy.resources().keySet()).isEqualTo(listed);
        return copy.resources();
    }

    private static List<JsonNode> all(RegionInTest region, String list) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = region.get("/api/v1" + list + "?limit=1000" + cursor);
            items.addAll(page.get("items").values());
            if (!page.has("next")) {
                return items;
            }
            cursor = "&cursor=" + page.get("next").stringValue();
        }
    }

    private static void stutter(AtomicBoolean writing, SplittableRandom random) {
        while (writing.get()) {
            RegionInTest region = REGIONS.get(random.nextInt(3));
            RegionInTest peer = REGIONS.get(random.nextInt(3));
            if (peer != region) {
                String link = "/api/v1/admin/regions/" + peer.name();
                send(region, "POST", link + "/pause");
                send(REGIONS.get(random.nextInt(3)), "GET", "/api/v1/users");
                send(region, "POST", link + "/resume");
            }
        }
    }

    private static void converge() {
        await("equal fingerprints").atMost(ofSeconds(120)).untilAsserted(() -> {
            Set<String> hashes = new HashSet<>();
            for (RegionInTest region : REGIONS) {
                JsonNode fingerprint = region.fingerprint();
                hashes.add(fingerprint.get("users") + " " + fingerprint.get("groups") + " "
                        + fingerprint.get("memberships") + " " + fingerprint.get("received"));
            }
            assertThat(hashes).hasSize(1);
        });
    }

    private static HttpResponse<String> send(RegionInTest region, String method, String path, String... headers) {
        try {
            return region.send(method, path, null, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes whatever can be written, with ids and unique values that others write too. */
    private record Writer(RegionInTest region, SplittableRandom random) {

        private static final int USERS = 60;
        private static final int GROUPS = 8;
        private static final int NAMES_OF_USERS = 80;

        void write() {
            String user = "/api/v1/users/u-" + random.nextInt(USERS) + serial();
            String group = "/api/v1/groups/g-" + random.nextInt(GROUPS) + serial();
            String name = "n-" + random.nextInt(NAMES_OF_USERS);
            int status = switch (random.nextInt(16)) {
                case 0, 1, 2 -> send("PUT", user, "{\"username\":\"%s\",\"name\":\"x\"}".formatted(name));
                case 3, 4 -> send("PATCH", user, "{\"username\":\"%s\"}".formatted(name));
                case 5 -> send("PATCH", user, "{\"email\":\"%s@example.org\"}".formatted(name));
                case 6 -> send("PATCH", user, "{\"active\":%b}".formatted(random.nextBoolean()));
                case 7 -> send("DELETE", user, null);
                case 8 -> send("PUT", group, "{\"name\":\"%s\",%s}".formatted(name, policy()));
                case 9 -> send("PATCH", group, "{%s}".formatted(policy()));
                case 10 -> random.nextInt(4) == 0 ? send("DELETE", group, null) : 204;
                case 11, 12 -> send("DELETE", group + "/members/" + user.substring(14), null);
                default -> send("PUT", group + "/members/" + user.substring(14), null);
            };
            // what others have deleted or taken is refused
            assertThat(status).isLessThan(500);
        }

        /** So that there are always some to create: an id is never used again. */
        private String serial() {
            return "-" + random.nextInt(4);
        }

        private String policy() {
            return "\"membership\":\"%s\"".formatted(random.nextBoolean() ? "add-wins" : "remove-wins");
        }

        private int send(String method, String path, @org.jspecify.annotations.Nullable String body) {
            try {
                return region.send(method, path, body).statusCode();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Knows its copy alone. */
    private static final class Consumer {

        private final SplittableRandom random;
        private Copy copy = new Copy();
        private Copy stored = new Copy();
        private RegionInTest region = REGIONS.getFirst();

        Consumer(SplittableRandom random) {
            this.random = random;
        }

        void follow(AtomicBoolean writing) {
            while (writing.get()) {
                if (random.nextInt(10) == 0) {
                    copy = stored.stored();
                } else if (random.nextInt(5) == 0) {
                    stored = copy.stored();
                }
                if (random.nextInt(20) == 0) {
                    copy = new Copy();
                }
                if (random.nextInt(4) == 0) {
                    region = REGIONS.get(random.nextInt(3));
                }
                int limit = 1 + random.nextInt(random.nextBoolean() ? 10 : 200);
                apply(limit, "Prefer", "wait=1");
            }
        }

        private boolean apply(int limit, String... headers) {
            HttpResponse<String> page = send(region, "GET", "/api/v1" + copy.request(limit), headers);
            if (page.statusCode() == 503) {
                assertThat(page.body()).contains("view-behind");
                return true;
            }
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            return copy.apply(JsonMapper.shared().readTree(page.body()), limit);
        }

        /** Gets what is left, of a directory in which nothing is written any more. */
        void finish() {
            region = REGIONS.get(random.nextInt(3));
            List<String> headers = new ArrayList<>();
            for (RegionInTest each : REGIONS) {
                String token = send(each, "GET", "/api/v1/users?limit=1")
                        .headers()
                        .firstValue("Consistency-Token")
                        .orElseThrow();
                headers.addAll(List.of("Consistency-Token", token));
            }
            while (apply(37, headers.toArray(String[]::new))) {}
        }
    }
}
