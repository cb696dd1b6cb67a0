package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes of one region, to those who use either. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesTest {

    private static final int WRITERS = 64;
    private static final int WRITES_OF_EACH = 4;

    /** Each that is refused tries again, as often as it takes. */
    private static final int WRITERS_OF_THE_COUNTER = 16;

    private final TestDatabase database = TestDatabase.createMigrated();
    private final RegionInTest one = RegionInTest.on(database, "eu").asOneOfSeveral();
    private final RegionInTest other = RegionInTest.on(database, "eu").asOneOfSeveral();

    @BeforeAll
    void start() {
        one.start();
        other.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> owners() == 2);
    }

    @AfterAll
    void close() {
        other.close();
        one.close();
    }

    private int owners() {
        return one.sql()
                .sql("select count(distinct owner) from processor_token where processor_name = 'directory'")
                .query(Integer.class)
                .single();
    }

    private static String token(HttpResponse<String> answer) {
        return answer.headers().firstValue("Consistency-Token").orElseThrow();
    }

    @Test
    void whatIsWrittenOnOneNodeIsReadOnTheOther() throws IOException {
        for (int i = 0; i < 60; i++) {
            RegionInTest writing = i % 2 == 0 ? one : other;
            RegionInTest reading = i % 2 == 0 ? other : one;
            HttpResponse<String> written = writing.send(
                    "PUT",
                    "/api/v1/users/fresh-" + i % 10,
                    "{\"username\":\"fresh-%d\",\"name\":\"Name %d\",\"email\":\"fresh-%d@example.org\"}"
                            .formatted(i % 10, i, i));
            assertThat(written.statusCode()).as(written.body()).isLessThan(300);
            for (String path : List.of(
                    "/api/v1/users/fresh-" + i % 10,
                    "/api/v1/users?email=fresh-" + i + "@example.org",
                    "/api/v1/users?limit=1000")) {
                HttpResponse<String> read =
                        reading.send("GET", path, null, "Consistency-Token", token(written), "Prefer", "wait=20");
                assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
                assertThat(read.body()).as(path).contains("\"Name " + i + "\"");
            }
        }
    }

    private <T> List<T> together(int many, IntFunction<Callable<T>> each) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all = IntStream.range(0, many)
                    .mapToObj(i -> threads.submit(each.apply(i)))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        }
    }

    private RegionInTest node(int i) {
        return i % 2 == 0 ? one : other;
    }

    @Test
    void noConditionalWriteOnTwoNodesIsLost() throws Exception {
        String begun = token(one.send(
                "PUT", "/api/v1/users/counter", "{\"username\":\"counter\",\"attributes\":{\"count\":\"0\"}}"));
        Set<Integer> refusals = new ConcurrentSkipListSet<>();
        List<Integer> written = together(WRITERS_OF_THE_COUNTER, i -> () -> {
            int done = 0;
            while (done < WRITES_OF_EACH) {
                HttpResponse<String> read = node(i).send(
                                "GET", "/api/v1/users/counter", null, "Consistency-Token", begun, "Prefer", "wait=20");
                assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
                int count = Integer.parseInt(JsonMapper.shared()
                        .readTree(read.body())
                        .get("attributes")
                        .get("count")
                        .stringValue());
                HttpResponse<String> changed = node(i).send(
                                "PATCH",
                                "/api/v1/users/counter",
                                "{\"attributes\":{\"count\":\"%d\"}}".formatted(count + 1),
                                "If-Match",
                                read.headers().firstValue("ETag").orElseThrow());
                if (changed.statusCode() == 200) {
                    done++;
                } else {
                    refusals.add(changed.statusCode());
                }
            }
            return done;
        });
        assertThat(refusals).isSubsetOf(412);
        assertThat(written.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(WRITERS_OF_THE_COUNTER * WRITES_OF_EACH);
        HttpResponse<String> last = one.send("PATCH", "/api/v1/users/counter", "{}");
        assertThat(last.body()).contains("\"count\":\"%d\"".formatted(WRITERS_OF_THE_COUNTER * WRITES_OF_EACH));
    }

    @Test
    void noUnconditionalWriteOnTwoNodesIsRefused() throws Exception {
        one.write("PUT", "/api/v1/users/wanted", "{\"username\":\"wanted\"}");
        List<Integer> answers = together(WRITERS, i -> () -> {
            int worst = 200;
            for (int j = 0; j < WRITES_OF_EACH; j++) {
                worst = Math.max(
                        worst,
                        node(i).send(
                                        "PATCH",
                                        "/api/v1/users/wanted",
                                        "{\"attributes\":{\"key%d\":\"%d\"}}".formatted(i, j))
                                .statusCode());
            }
            return worst;
        });
        assertThat(answers).containsOnly(200);
        assertThat(one.sql()
                        .sql("select count(*) from event where subject = 'user/wanted' and type = 'UserAttributeSet'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(WRITERS * WRITES_OF_EACH);
        JsonNode shown = JsonMapper.shared()
                .readTree(other.send("PATCH", "/api/v1/users/wanted", "{}").body());
        assertThat(shown.get("attributes").size()).isEqualTo(WRITERS);
    }

    private JsonNode state(RegionInTest node) throws IOException {
        return node.get("/api/v1/admin/views").get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebuild", "replay"})
    void whatIsAskedForOnOneNodeFailsNoReadOnTheOther(String what) throws Exception {
        for (int i = 0; i < 200; i++) {
            one.write(
                    "PUT",
                    "/api/v1/users/%s-%d".formatted(what, i),
                    "{\"username\":\"%s-%d\",\"name\":\"Name\"}".formatted(what, i));
        }
        String token = token(one.send("PATCH", "/api/v1/users/%s-1".formatted(what), "{\"name\":\"Steady\"}"));
        JsonNode before = json(
                one.send("GET", "/api/v1/admin/fingerprint", null, "Consistency-Token", token, "Prefer", "wait=20"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        Set<String> wrong = new ConcurrentSkipListSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (RegionInTest node : List.of(one, other)) {
                for (String path : List.of(
                        "/api/v1/users/%s-1".formatted(what),
                        "/api/v1/users?username=%s-1".formatted(what),
                        "/api/v1/users?limit=1000")) {
                    readers.add(threads.submit(() -> {
                        while (!over.get()) {
                            HttpResponse<String> read =
                                    node.send("GET", path, null, "Consistency-Token", token, "Prefer", "wait=20");
                            if (read.statusCode() != 200 || !read.body().contains("\"Steady\"")) {
                                wrong.add(path + ": " + read.statusCode() + " " + read.body());
                            }
                            reads.incrementAndGet();
                        }
                        return null;
                    }));
                }
            }
            try {
                for (int i = 0; i < 3; i++) {
                    other.write("POST", "/api/v1/admin/views/directory/" + what, null);
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> state(one).get("state").stringValue().equals("live")
                                    && state(other).get("state").stringValue().equals("live"));
                    int soFar = reads.get();
                    await().atMost(Duration.ofMinutes(1)).until(() -> reads.get() > soFar + 20);
                }
            } finally {
                over.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(json(other.send(
                        "GET", "/api/v1/admin/fingerprint", null, "Consistency-Token", token, "Prefer", "wait=20")))
                .isEqualTo(before);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
