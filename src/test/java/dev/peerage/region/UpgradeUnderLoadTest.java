package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.NextRelease;
import dev.peerage.testing.OpenSearchNode;
import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A region goes from this release to the next one, each in a process of its own from a build of its own, while it is used. */
@Tag("faults")
class UpgradeUnderLoadTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int USERS = 300;

    private final TestDatabase database = TestDatabase.create();
    private final OpenSearchNode openSearch = OpenSearchNode.start();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RegionInTest old = node();
    private final RegionInTest next = node();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws IOException {
        over.set(true);
        threads.close();
        next.close();
        old.close();
        openSearch.close();
    }

    private RegionInTest node() {
        return RegionInTest.on(database, "eu").with("peerage.search.uris", openSearch.uri());
    }

    private void fill() throws IOException {
        for (int i = 0; i < USERS; i++) {
            put(old, 1_000 + i, "Person" + i);
        }
    }

    private static String user(int number) {
        return "upgrade-" + number;
    }

    private static void put(RegionInTest node, int number, String name) throws IOException {
        node.write(
                "PUT",
                "/api/v1/users/" + user(number),
                "{\"username\":\"%s\",\"name\":\"%s\"}".formatted(user(number), name));
    }

    private long count(String condition) {
        return old.sql()
                .sql("select count(*) from directory_user where " + condition)
                .query(Long.class)
                .single();
    }

    private static boolean isReady(RegionInTest node) throws IOException {
        return node.send("GET", "/actuator/health/readiness", null).statusCode() == 200;
    }

    private static JsonNode view(RegionInTest node, String view) throws IOException {
        return node.get("/api/v1/admin/views")
                .valueStream()
                .filter(each -> each.get("name").stringValue().equals(view))
                .findFirst()
                .orElseThrow();
    }

    /** Writes a user of its own again and again, and reads it by id and by search with the token of what it has written. */
    private CompletableFuture<Void> use(RegionInTest node, int number) {
        return CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !over.get(); i++) {
                        try {
                            use(node, number, "Name" + number + "x" + i);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                },
                threads);
    }

    private void use(RegionInTest node, int number, String name) throws IOException {
        HttpResponse<String> written = node.send(
                "PUT",
                "/api/v1/users/" + user(number),
                "{\"username\":\"%s\",\"name\":\"%s\"}".formatted(user(number), name));
        String token = written.headers().firstValue("Consistency-Token").orElse("");
        mustShow(written, name);
        for (String path : List.of("/api/v1/users/" + user(number), "/api/v1/users?q=" + name)) {
            mustShow(node.send("GET", path, null, "Consistency-Token", token, "Prefer", "wait=15"), name);
        }
    }

    private void mustShow(HttpResponse<String> answer, String name) {
        answers.incrementAndGet();
        if (answer.statusCode() >= 300 || !answer.body().contains("\"" + name + "\"")) {
            failures.add("%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
    }

    private void awaitAnswers(int more) {
        int before = answers.get();
        await().atMost(LONG).until(() -> answers.get() >= before + more || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    /** While somebody reads at length, nothing can be replaced. */
    private void beforeTheNextOneTakesOver(ThrowingRunnable work) throws Exception {
        try (Connection reader = database.dataSource().getConnection();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("select 1 from directory_group limit 1");
            try {
                work.run();
            } finally {
                reader.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void theNextReleaseTakesOverWhileTheOldOneServesAndWritesAndIsNotNeededAnyMore() throws Exception {
        String nextRelease = NextRelease.build();
        old.startInAProcess();
        fill();
        List<CompletableFuture<Void>> users = new ArrayList<>();
        users.add(use(old, 1));
        users.add(use(old, 2));
        awaitAnswers(30);

        beforeTheNextOneTakesOver(() -> {
            next.startInAProcess(nextRelease);
            await().atMost(LONG)
                    .until(() -> count("label is not null") == 0
                            && view(old, "directory").get("state").stringValue().equals("rebuilding"));

            assertThat(isReady(next)).isFalse();
            assertThat(isReady(old)).isTrue();
            awaitAnswers(30);
        });
        await().atMost(LONG).until(() -> isReady(next));

        assertThat(count("label is null")).isZero();
        assertThat(count("id = 'upgrade-1' and label = name || ' (upgrade-1)'")).isOne();
        awaitAnswers(30);

        // from now on there are names in a revision that the old one cannot read
        users.add(use(next, 3));
        awaitAnswers(30);
        await().atMost(LONG)
                .until(() -> view(old, "search").get("state").stringValue().equals("failed"));
        assertThat(view(old, "search").get("error").stringValue())
                .contains("UserNameSet, revision 2", "this release reads revision 1");
        assertThat(view(next, "search").get("state").stringValue()).isEqualTo("live");
        HttpResponse<String> refused = old.send("PATCH", "/api/v1/users/" + user(3), "{\"name\":\"Old\"}");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("newer-release");
        awaitAnswers(30);

        over.set(true);
        CompletableFuture.allOf(users.toArray(CompletableFuture[]::new)).get();
        over.set(false);
        old.stop();
        users.add(use(next, 4));
        awaitAnswers(30);
        over.set(true);
        users.getLast().get();

        put(next, 5, "Lisa");
        await().atMost(LONG).until(() -> count("id = 'upgrade-5' and label = 'Lisa (upgrade-5)'") == 1);
        assertThat(count("label is null")).isZero();
        assertThat(next.get("/api/v1/admin/views").valueStream())
                .allSatisfy(view -> assertThat(view.get("state").stringValue()).isEqualTo("live"));
    }
}
