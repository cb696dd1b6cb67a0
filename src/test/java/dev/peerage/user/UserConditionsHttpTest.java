package dev.peerage.user;

import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.ifMatch;
import static dev.peerage.user.UserClient.problemType;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** No write is lost between clients who say which version their write is based on. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserConditionsHttpTest {

    private static final int WRITERS = 64;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    private UserClient users;
    private String id;
    private String body;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        id = "user-conditions-" + NUMBER.incrementAndGet();
        body = "{\"username\":\"%s\",\"attributes\":{\"counter\":\"0\"}}".formatted(id);
    }

    @Test
    void writeOnAnOlderVersionIsRefusedAndChangesNothing() throws IOException {
        Answer created = users.put(id, body);
        Answer changed = users.patch(id, "{\"name\":\"A\"}", ifMatch(created));

        List<Answer> refused = List.of(
                users.put(id, body, ifMatch(created)),
                users.patch(id, "{\"name\":\"B\"}", ifMatch(created)),
                users.patch(id, "{\"name\":\"A\"}", ifMatch(created)),
                users.delete(id, ifMatch(created)));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(412);
            assertThat(problemType(answer)).isEqualTo("urn:peerage:problem:precondition-failed");
        });
        assertThat(users.get(id, after(changed)).json()).isEqualTo(changed.json());
    }

    @Test
    void writeOnTheVersionOfTheLastAnswerIsTakenWithoutWaitingForAView() throws IOException {
        Answer last = users.put(id, body);
        for (int i = 1; i <= 50; i++) {
            last = users.patch(id, counter(i), ifMatch(last));
            assertThat(last.status()).isEqualTo(200);
        }
        assertThat(users.put(id, body, ifMatch(last)).status()).isEqualTo(200);
    }

    @Test
    void oneOfSeveralVersionsIsEnoughAndAWeakOneIsNone() throws IOException {
        Answer created = users.put(id, body);
        String tag = String.valueOf(created.header("ETag"));

        assertThat(users.delete(id, "If-Match: W/" + tag).status()).isEqualTo(412);
        assertThat(users.delete(id, "If-Match: \"local~77\", \"another\"").status())
                .isEqualTo(412);
        assertThat(users.delete(id, "If-Match: \"another\", " + tag).status()).isEqualTo(204);
    }

    @Test
    void readOfAnotherVersionThanNamedIsRefused() throws IOException {
        Answer created = users.put(id, body);
        Answer changed = users.patch(id, "{\"name\":\"A\"}");

        assertThat(users.get(id, after(changed), ifMatch(changed)).status()).isEqualTo(200);
        assertThat(users.get(id, after(changed), ifMatch(created)).status()).isEqualTo(412);
    }

    @Test
    void whatDoesNotExistMatchesNothing() throws IOException {
        assertThat(users.put(id, body, "If-Match: *").status()).isEqualTo(412);
        assertThat(users.put(id, body, "If-Match: \"local~1\"").status()).isEqualTo(412);
        assertThat(users.get(id).status()).isEqualTo(404);

        users.put(id, body);
        assertThat(users.put(id, body, "If-Match: *").status()).isEqualTo(200);
    }

    @Test
    void ofManyWhoCountInOneAttributeNoneIsLost() throws Exception {
        Answer created = users.put(id, body);
        Callable<List<Answer>> writer = () -> increment(created);

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Answer>> each : clients.invokeAll(
                    Stream.generate(() -> writer).limit(WRITERS).toList())) {
                answers.addAll(each.get());
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnly(200, 412);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .extracting(UserConditionsHttpTest::count)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, WRITERS).boxed().toList());
    }

    /** Reads and writes until a write is taken. Returns what the writes were answered. */
    private List<Answer> increment(Answer known) throws IOException {
        List<Answer> answers = new ArrayList<>();
        Answer last = known;
        do {
            Answer read = users.get(id, after(last));
            last = users.patch(id, counter(count(read) + 1), ifMatch(read));
            answers.add(last);
        } while (last.status() == 412);
        return answers;
    }

    private static int count(Answer user) {
        return Integer.parseInt(user.json().get("attributes").get("counter").stringValue());
    }

    private static String counter(int count) {
        return "{\"attributes\":{\"counter\":\"%d\"}}".formatted(count);
    }
}
