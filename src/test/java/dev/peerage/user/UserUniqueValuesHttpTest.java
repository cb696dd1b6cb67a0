package dev.peerage.user;

import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.badFields;
import static dev.peerage.user.UserClient.problemType;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A username or email belongs to one user, as long as that user has it. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserUniqueValuesHttpTest {

    private static final int CLIENTS = 32;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    private UserClient users;
    private String id;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        id = "user-unique-" + NUMBER.incrementAndGet();
    }

    @ParameterizedTest
    @CsvSource({
        "username, holder, HOLDER",
        "username, Straße, STRASSE",
        "username, \uff48older, Holder", // full width
        "username, \ufb01sh, FISH", // a ligature
        "username, \u00e9te, E\u0301TE", // composed, and decomposed
        "email, holder, HOLDER",
        "email, Straße, strasse"
    })
    void takenValueIsRefusedWhateverItsCaseAndForm(String field, String held, String wanted) throws IOException {
        String holder = "%s-%s@x.org".formatted(held, id);
        String same = "%s-%s@X.ORG".formatted(wanted, id);
        assertThat(users.put(id, user("holder", field, holder)).status()).isEqualTo(201);
        assertThat(users.put(id + "-known", user("known", "", "")).status()).isEqualTo(201);
        String change = "{\"%s\":\"%s\"}".formatted(field, same);

        List<Answer> refused = List.of(
                users.post(user("other", field, same)),
                users.put(id + "-other", user("other", field, same)),
                users.put(id + "-known", user("known", field, same)),
                users.patch(id + "-known", change));

        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(problemType(answer)).isEqualTo("urn:peerage:problem:" + field + "-taken");
            assertThat(badFields(answer)).containsExactly(field);
        });
        assertThat(users.patch(id, change).status()).as("its holder may").isEqualTo(200);
    }

    @Test
    void refusedWriteChangesNoneOfItsFields() throws IOException {
        users.put(id + "-holder", user("holder", "email", id + "-taken@x.org"));
        Answer before = users.put(id, user("user", "email", id + "@x.org"));

        Answer put = users.put(id, """
                {"username":"%1$s-free","name":"New","email":"%1$s-taken@x.org","active":false}""".formatted(id));
        Answer patch = users.patch(id, """
                {"username":"%1$s-free","name":"New","email":"%1$s-TAKEN@x.org","active":false,"attributes":{"a":"1"}}""".formatted(id));

        assertThat(put.status()).isEqualTo(409);
        assertThat(patch.status()).isEqualTo(409);
        Answer free = users.put(id + "-another", "{\"username\":\"%s-free\"}".formatted(id));
        assertThat(free.status()).as("the username was not claimed").isEqualTo(201);
        Answer unchanged = users.get(id, after(free));
        assertThat(unchanged.json()).isEqualTo(before.json());
        assertThat(unchanged.header("ETag")).isEqualTo(before.header("ETag"));
    }

    @Test
    void valuesOfADeletedUserAreFreeAgain() throws IOException {
        users.put(id, user("name", "email", id + "@x.org"));
        users.delete(id);

        assertThat(users.put(id + "-next", user("NAME", "email", id + "@X.org")).status())
                .isEqualTo(201);
    }

    @Test
    void valuesThatAUserLetsGoAreFreeAgain() throws IOException {
        users.put(id, user("name", "email", id + "@x.org"));
        users.patch(id, "{\"username\":\"%s-renamed\",\"email\":null}".formatted(id));

        assertThat(users.put(id + "-next", user("NAME", "email", id + "@X.org")).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "email"})
    void ofManyWhoWantOneValueAtOnceExactlyOneGetsIt(String field) throws Exception {
        CyclicBarrier together = new CyclicBarrier(CLIENTS);
        List<Callable<Answer>> wishes = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String body = user("client-" + i, field, id + "@x.org");
            wishes.add(() -> {
                together.await(20, TimeUnit.SECONDS);
                return users.post(body);
            });
        }

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<Answer> answer : clients.invokeAll(wishes)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(CLIENTS - 1)
                .allSatisfy(answer -> assertThat(badFields(answer)).containsExactly(field));
    }

    /** A user whose username is its own, unless the field is just that. */
    private String user(String name, String field, String value) {
        String username = "\"username\":\"%s-%s\"".formatted(id, name);
        return switch (field) {
            case "username" -> "{\"username\":\"%s\"}".formatted(value);
            case "email" -> "{%s,\"email\":\"%s\"}".formatted(username, value);
            default -> "{" + username + "}";
        };
    }
}
