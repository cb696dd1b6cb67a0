package dev.peerage.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.generate.GeneratedPeople;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Views made anew beside those that are read, as operators and readers see it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY, "peerage.cache-size=2MB"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RebuildHttpTest {

    private static final int PEOPLE = 3_000;

    @Autowired
    DataSource database;

    private Client client;
    private String token = "";

    @BeforeAll
    void generate(@LocalServerPort int port) {
        client = new Client(port);
        Answer imported = send(
                "POST", "/import", "Content-Type: application/x-ndjson\r\n", GeneratedPeople.lines(PEOPLE, 100, 11));
        token = "Consistency-Token: " + imported.header("Consistency-Token") + "\r\nPrefer: wait=30\r\n";
        put("/users/steady", "{\"username\":\"steady\",\"name\":\"Steady Reader\",\"email\":\"steady@example.org\"}");
        put("/groups/steady", "{\"name\":\"Steady\"}");
        put("/groups/steady/members/steady", "");
    }

    private JsonNode fingerprint() {
        Answer answer = send("GET", "/admin/fingerprint", token, new byte[0]);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode status(String view) {
        return send("GET", "/admin/views", "", new byte[0])
                .json()
                .valueStream()
                .filter(each -> each.get("name").stringValue().equals(view))
                .findFirst()
                .orElseThrow();
    }

    private void rebuild(String view) {
        assertThat(send("POST", "/admin/views/" + view + "/rebuild", "", new byte[0])
                        .status())
                .isEqualTo(202);
    }

    private void awaitLive(String view) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> status(view).get("state").stringValue().equals("live"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "search"})
    void noReadFailsOrIsWrongWhileAViewIsMadeAnew(String view) throws Exception {
        JsonNode before = fingerprint();
        AtomicBoolean over = new AtomicBoolean();
        Set<String> wrong = new ConcurrentSkipListSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (String[] read : new String[][] {
                {"/users/steady", "Steady Reader"},
                {"/users?email=steady@example.org", "Steady Reader"},
                {"/users?q=raeder", "Steady Reader"},
                {"/groups/steady/members", "Steady Reader"},
                {"/groups?q=steady", "Steady"}
            }) {
                readers.add(threads.submit(() -> {
                    while (!over.get()) {
                        Answer answer = send("GET", read[0], "", new byte[0]);
                        if (answer.status() != 200 || !answer.body().contains(read[1])) {
                            wrong.add(read[0] + ": " + answer.status() + " " + answer.body());
                        }
                    }
                }));
            }
            Set<String> states = new ConcurrentSkipListSet<>();
            readers.add(threads.submit(() -> {
                while (!over.get()) {
                    JsonNode status = status(view);
                    states.add(status.get("state").stringValue());
                    assertThat(status.get("progress").doubleValue()).isBetween(0.0, 1.0);
                }
            }));
            try {
                rebuild(view);
                awaitLive(view);
            } finally {
                over.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertThat(states).contains("rebuilding", "live").doesNotContain("failed");
        }
        assertThat(wrong).isEmpty();
        assertThat(fingerprint()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "search"})
    void whatIsWrittenMeanwhileIsInIt(String view) {
        rebuild(view);
        for (int i = 0; i < 50; i++) {
            put("/users/meanwhile", "{\"username\":\"meanwhile\",\"name\":\"Meanwhile %d\"}".formatted(i));
            Answer found = send("GET", "/users?q=meanwhile", token, new byte[0]);
            assertThat(found.status()).as(found.body()).isEqualTo(200);
            assertThat(found.body()).contains("\"Meanwhile %d\"".formatted(i));
        }
        awaitLive(view);
        put("/users/meanwhile", "{\"username\":\"meanwhile\",\"name\":\"Afterwards\"}");
        assertThat(send("GET", "/users?q=afterwards", token, new byte[0]).body())
                .contains("\"meanwhile\"");
    }

    /** What is kept in memory of it as well. */
    @Test
    void aWrongRowIsMended() {
        JsonNode before = fingerprint();
        JdbcClient.create(database)
                .sql(
                        "update directory_user set state = jsonb_set(state, '{name,0,0}', '\"Wrong\"') where id = 'steady'")
                .update();
        assertThat(fingerprint()).isNotEqualTo(before);
        send("GET", "/users/steady", "", new byte[0]);

        rebuild("directory");
        awaitLive("directory");

        assertThat(fingerprint()).isEqualTo(before);
        assertThat(send("GET", "/users/steady", "", new byte[0]).body()).contains("Steady Reader");
    }

    @Test
    void whatIsNotThereOrUnderWayIsRefused() {
        assertThat(send("POST", "/admin/views/phone-book/rebuild", "", new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(send("DELETE", "/admin/views/phone-book/rebuild", "", new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(send("DELETE", "/admin/views/search/rebuild", "", new byte[0])
                        .status())
                .isEqualTo(404);
        rebuild("directory");
        Answer second = send("POST", "/admin/views/directory/rebuild", "", new byte[0]);
        Answer replay = send("POST", "/admin/views/directory/replay", "", new byte[0]);
        Answer cancelled = send("DELETE", "/admin/views/directory/rebuild", "", new byte[0]);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().get("type").stringValue()).endsWith("rebuild-running");
        assertThat(replay.status()).isEqualTo(409);
        assertThat(cancelled.status()).isEqualTo(204);
        assertThat(status("directory").get("state").stringValue()).isEqualTo("live");
    }

    private void put(String target, String body) {
        Answer answer = send(
                "PUT",
                target,
                body.isEmpty() ? token : token + "Content-Type: application/json\r\n",
                body.getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        token = "Consistency-Token: " + answer.header("Consistency-Token") + "\r\nPrefer: wait=30\r\n";
    }

    private Answer send(String method, String target, String headers, byte[] body) {
        try {
            return client.send(Client.request(method, "/api/v1" + target, headers, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
