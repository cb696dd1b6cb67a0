package dev.peerage.views;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The directory view emptied and filled from the log, after a random history and under readers. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class DirectoryReplayTest {

    private static final long SEED = Long.getLong("peerage.seed", 20_261_124);
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String MERGE_PATCH = "Content-Type: application/merge-patch+json\r\n";
    private static final Duration LONG = Duration.ofMinutes(2);

    @LocalServerPort
    int port;

    private Client client;

    @BeforeEach
    void connect() {
        client = new Client(port);
    }

    @Test
    void replayGivesWhatLiveProcessingGave() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 600; i++) {
            change(random);
        }
        awaitCaughtUp();
        JsonNode live = fingerprint();

        replay();
        awaitCaughtUp();

        assertThat(fingerprint()).as("-Dpeerage.seed=" + SEED).isEqualTo(live);
        assertThat(live.get("users").get("count").intValue()).isPositive();
        assertThat(live.get("memberships").get("count").intValue()).isPositive();
    }

    @Test
    void fingerprintIsOfWhatTheLogHeldWhenItWasAskedFor() throws IOException {
        for (int i = 0; i < 50; i++) {
            JsonNode before = fingerprint();
            send("PUT", "/users/fingerprint-" + i, JSON, "{\"username\":\"fingerprint-%d\"}".formatted(i));
            assertThat(fingerprint().at("/users/count").intValue())
                    .isEqualTo(before.at("/users/count").intValue() + 1);
        }
    }

    @Test
    void readersOfSeveralTablesAreAnsweredDuringAReplay() throws Exception {
        send("PUT", "/groups/replay-readers", JSON, "{\"name\":\"Readers\"}");
        send("PUT", "/users/replay-reader", JSON, "{\"username\":\"replay-reader\"}");
        send("PUT", "/groups/replay-readers/members/replay-reader", "", "");
        awaitCaughtUp();
        List<String> targets = List.of(
                "/groups/replay-readers/members",
                "/groups/replay-readers/members/replay-reader",
                "/users/replay-reader/groups",
                "/users?username=replay-reader");
        AtomicBoolean over = new AtomicBoolean();
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (String target : targets) {
                readers.add(threads.submit(() -> {
                    while (!over.get()) {
                        statuses.add(send("GET", target, "", "").status());
                    }
                    return null;
                }));
            }
            try {
                for (int i = 0; i < 5; i++) {
                    replay();
                    awaitCaughtUp();
                }
            } finally {
                over.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }

        assertThat(statuses).contains(200).isSubsetOf(200, 404);
    }

    private void change(Random random) throws IOException {
        String user = "replay-" + random.nextInt(30);
        String group = "replay-group-" + random.nextInt(5);
        String member = "/groups/%s/members/%s".formatted(group, user);
        switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                send(
                        "PUT",
                        "/users/" + user,
                        JSON,
                        "{\"username\":\"%s\",\"name\":\"N%d\"}".formatted(user, random.nextInt(9)));
            case 3 ->
                send(
                        "PATCH",
                        "/users/" + user,
                        MERGE_PATCH,
                        "{\"attributes\":{\"k\":\"%d\"}}".formatted(random.nextInt(3)));
            case 4 ->
                send(
                        "PATCH",
                        "/users/" + user,
                        MERGE_PATCH,
                        "{\"email\":null,\"active\":%s}".formatted(random.nextBoolean()));
            case 5, 6 ->
                send(
                        "PUT",
                        "/groups/" + group,
                        JSON,
                        "{\"name\":\"G\",\"membership\":\"%s\"}"
                                .formatted(random.nextBoolean() ? "add-wins" : "remove-wins"));
            case 7, 8, 9 -> send("PUT", member, "", "");
            case 10 -> send("DELETE", member, "", "");
            default -> {
                if (random.nextInt(6) == 0) {
                    send("DELETE", "/users/" + user, "", "");
                }
            }
        }
    }

    private void replay() throws IOException {
        assertThat(send("POST", "/admin/views/directory/replay", "", "").status())
                .isEqualTo(202);
    }

    private void awaitCaughtUp() {
        await().atMost(LONG).until(() -> {
            JsonNode view = send("GET", "/admin/views", "", "").json().get(0);
            return view.get("state").stringValue().equals("live")
                    && view.get("position").longValue() == view.get("head").longValue();
        });
    }

    private JsonNode fingerprint() throws IOException {
        return send("GET", "/admin/fingerprint", "", "").json();
    }

    private Answer send(String method, String target, String headers, String body) throws IOException {
        Answer answer = client.send(Client.request(method, "/api/v1" + target, headers, body.getBytes(UTF_8)));
        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        return answer;
    }
}
