package dev.peerage.user;

import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.badFields;
import static dev.peerage.user.UserClient.ifMatch;
import static dev.peerage.user.UserClient.token;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Creating a user on condition that no user has changed since a list was read. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserCreationConditionsHttpTest {

    private static final int CLIENTS = 64;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private UserClient users;
    private String id;
    private int count;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        id = "user-creation-" + NUMBER.incrementAndGet();
    }

    private String user() {
        return "{\"username\":\"%s-%d\"}".formatted(id, count++);
    }

    private Answer post(String... headers) throws IOException {
        return users.post(user(), headers);
    }

    /** What is listed once everything is in the view. */
    private Answer listAfter(Answer written) throws IOException {
        return users.list("?limit=1", after(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?limit=1", "?username=nobody", "?email=nobody"})
    void listIsTaggedAndHoldsUntilAUserChanges(String query) throws IOException {
        Answer first = users.put(id, user());
        Answer list = users.list(query, after(first));
        assertThat(list.header("ETag")).matches("\"[^\"]+\"");
        users.send("PUT", "/api/v1/groups/" + id, "{\"name\":\"x\"}", "Content-Type: application/json");

        Answer created = post(ifMatch(list));
        assertThat(created.status()).as(created.body()).isEqualTo(201);

        assertThat(post(ifMatch(list)).status()).as("that was a change").isEqualTo(412);
        Answer again = listAfter(created);
        users.patch(id, "{\"name\":\"Changed\"}");
        assertThat(post(ifMatch(again)).status()).as("of another").isEqualTo(412);
        Answer afterDeletion = listAfter(users.delete(id));
        assertThat(post(ifMatch(afterDeletion)).status()).isEqualTo(201);
    }

    @Test
    void anyOfSeveralTagsWillDoAndSoWillTheStar() throws IOException {
        Answer old = listAfter(users.put(id, user()));
        Answer list = listAfter(post());

        assertThat(post("If-Match: \"x\", " + old.header("ETag") + ", " + list.header("ETag"))
                        .status())
                .isEqualTo(201);
        assertThat(post("If-Match: *").status()).isEqualTo(201);
        assertThat(post().status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "\"\"",
                "\"local~1\"",
                "\"local@\"",
                "\"local@-1\"",
                "\"local@999999999999\"",
                "\"local@99999999999999999999\"",
                "\"local@0001\"",
                "W/%s",
                "\"elsewhere@%d\""
            })
    void tagThatIsNotOfAListHereDoesNotMatch(String tag) throws IOException {
        Answer list = listAfter(users.put(id, user()));
        String current = requireNonNull(list.header("ETag"));
        String sent = tag.contains("%d")
                ? tag.formatted(position(current))
                : tag.contains("%s") ? tag.formatted(current) : tag;

        Answer refused = post("If-Match: " + sent);

        assertThat(refused.status()).as(refused.body()).isEqualTo(412);
        assertThat(refused.problem().get("type").stringValue()).isEqualTo("urn:peerage:problem:precondition-failed");
        assertThat(post(ifMatch(list)).status()).as("nothing was written").isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\"a\" \"b\"", "W/x"})
    void malformedConditionIsRefused(String tag) throws IOException {
        Answer refused = post("If-Match: " + tag);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(badFields(refused)).containsExactly("If-Match");
    }

    @Test
    void tagOfAListIsNotThatOfAUserAndNoListIsNotModified() throws IOException {
        Answer list = listAfter(users.put(id, user()));

        assertThat(users.put(id, user(), ifMatch(list)).status()).isEqualTo(412);
        assertThat(users.list("?limit=1", "If-None-Match: " + list.header("ETag"))
                        .status())
                .isEqualTo(200);
    }

    /** Whoever is told 412 reads and tries again, until all have created a user. */
    @Test
    void nobodyCreatesAUserUnawareOfAnother() throws Exception {
        record Created(long listed, long written) {}
        long before = users();
        ConcurrentLinkedQueue<Created> created = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        CyclicBarrier together = new CyclicBarrier(CLIENTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String body = user();
                all.add(clients.submit(() -> {
                    together.await();
                    Answer answer;
                    String token =
                            "Consistency-Token: " + ConsistencyToken.none().encode();
                    Answer list;
                    do {
                        list = users.list("?limit=1", token);
                        answer = users.post(body, ifMatch(list));
                        token = token(answer);
                        statuses.add(answer.status());
                    } while (answer.status() == 412);
                    created.add(new Created(position(requireNonNull(list.header("ETag"))), written(answer)));
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }

        assertThat(statuses).containsOnly(201, 412);
        assertThat(created).hasSize(CLIENTS);
        assertThat(users() - before).isEqualTo(CLIENTS);
        assertThat(created)
                .allSatisfy(each -> assertThat(usersChanged(each.listed(), each.written()))
                        .as("users that were changed after the list was read, this one included")
                        .isEqualTo(1));
    }

    private static long position(String tag) {
        return Long.parseLong(tag.substring(tag.indexOf('@') + 1, tag.length() - 1));
    }

    private static long written(Answer answer) {
        return requireNonNull(ConsistencyToken.decode(requireNonNull(answer.header("Consistency-Token")))
                .positions()
                .get(Region.of("local")));
    }

    private long users() {
        return usersChanged(0, Long.MAX_VALUE);
    }

    private long usersChanged(long after, long upTo) {
        return JdbcClient.create(database)
                .sql(
                        "select count(distinct subject) from event where subject like 'user/%' and position > ? and position <= ?")
                .params(after, upTo)
                .query(Long.class)
                .single();
    }
}
