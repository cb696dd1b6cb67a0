package dev.peerage.user;

import static dev.peerage.user.UserClient.after;
import static dev.peerage.user.UserClient.badFields;
import static dev.peerage.user.UserClient.ifMatch;
import static dev.peerage.user.UserClient.items;
import static dev.peerage.user.UserClient.problemType;
import static dev.peerage.user.UserClient.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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

/** Who shows a token of a user is answered from what has all of it, or told to come again. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class UserFreshnessHttpTest {

    private static final Region HERE = Region.of("local");
    private static final String AT_ONCE = "Prefer: wait=0";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    private UserClient users;
    private String id;

    @BeforeEach
    void connect() {
        users = new UserClient(port);
        id = "user-freshness-" + NUMBER.incrementAndGet();
    }

    @Test
    void listsHaveWhatWasWritten() throws IOException {
        for (int i = 0; i < 30; i++) {
            String user = id + "-" + i;
            String fresh = token(users.put(user, user(user)));

            assertThat(items(users.list("?username=" + user, fresh))).hasSize(1);
            assertThat(items(users.list("?email=" + user + "@x.org", fresh))).hasSize(1);
        }
        String deleted = token(users.delete(id + "-0"));
        assertThat(items(users.list("?username=" + id + "-0", deleted))).isEmpty();
    }

    @Test
    void userIsAsItWasWritten() throws IOException {
        users.put(id, user(id));
        for (int i = 0; i < 30; i++) {
            Answer written = users.patch(id, "{\"name\":\"%d\"}".formatted(i));

            Answer read = users.get(id, token(written));

            assertThat(read.json()).isEqualTo(written.json());
            assertThat(read.header("ETag")).isEqualTo(written.header("ETag"));
        }
        assertThat(users.get(id, token(users.delete(id))).status()).isEqualTo(404);
    }

    @Test
    void entityTagOfAUserIsAsGoodAsATokenForIt() throws IOException {
        users.put(id, user(id));
        for (int i = 0; i < 30; i++) {
            Answer written = users.patch(id, "{\"name\":\"%d\"}".formatted(i));

            Answer read = users.get(id, "Consistency-Token: " + written.header("ETag"));

            assertThat(read.json()).isEqualTo(written.json());
        }
        assertThat(users.get(id, "Consistency-Token: \"local~9999\"", AT_ONCE).status())
                .isEqualTo(503);
    }

    @Test
    void whatTheViewDoesNotHaveYetIsNeverAnsweredWithSomethingOlder() throws Exception {
        Answer created = users.put(id, user(id));
        users.get(id, after(created));
        String query = "?username=" + id + "-new";
        try (Connection halt = haltViews();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Answer renamed = users.patch(id, "{\"username\":\"%s-new\"}".formatted(id));

            assertThat(renamed.status()).as("a write waits for no view").isEqualTo(200);
            assertThat(users.get(id).json()).as("without a token").isEqualTo(created.json());
            assertThat(items(users.list(query))).as("without a token").isEmpty();
            isBehind(users.get(id, token(renamed), AT_ONCE));
            isBehind(users.get(id, "Consistency-Token: " + renamed.header("ETag"), AT_ONCE));
            isBehind(users.list(query, token(renamed), AT_ONCE));
            isBehind(users.list(query, token(created) + ", " + renamed.header("Consistency-Token"), AT_ONCE));
            isBehind(users.list(query, token(created), token(renamed), AT_ONCE));

            Callable<Answer> patient = () -> users.list(query, after(renamed));
            Future<Answer> waiting = clients.submit(patient);
            Future<Answer> waitingToo = clients.submit(() -> users.get(id, after(renamed)));
            halt.rollback();
            assertThat(items(waiting.get())).containsExactly(renamed.json());
            assertThat(waitingToo.get().json()).isEqualTo(renamed.json());
        }
    }

    @Test
    void whatDoesNotComeIsNotWaitedForTooLong() throws Exception {
        users.get(id, after(users.put(id, user(id))));
        try (Connection _ = haltViews()) {
            String written = token(users.patch(id, "{\"name\":\"A\"}"));
            long begun = System.nanoTime();
            isBehind(users.list("", written, "Prefer: wait=1"));
            isBehind(users.get(id, written, "Prefer: wait=1"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(1_980), Duration.ofSeconds(30));
        }
    }

    /** The peer is configured, and nothing of it has come yet. */
    @Test
    void whatHasNotComeFromAPeerYetMayStillCome() throws IOException {
        String ahead = "Consistency-Token: "
                + ConsistencyToken.none().withPosition(Region.of("not-yet"), 1).encode();

        jdbc().sql("insert into peer (region) values ('not-yet')").update();

        isBehind(users.list("", ahead, AT_ONCE));
        isBehind(users.put(id, user(id), ahead, AT_ONCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "elsewhere"})
    void tokenThatNoRegionCanHaveGivenIsRefused(String region) throws IOException {
        Answer created = users.put(id, user(id));
        String ahead = "Consistency-Token: " + ahead(created, Region.of(region)).encode();
        String other = id + "-other";

        for (Answer refused : List.of(
                users.list("", ahead, AT_ONCE),
                users.get(other, ahead, AT_ONCE),
                users.put(other, user(other), ahead, AT_ONCE),
                users.patch(id, "{\"name\":\"A\"}", ahead, AT_ONCE),
                users.delete(id, ahead, AT_ONCE))) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(badFields(refused)).containsExactly("Consistency-Token");
        }

        assertThat(users.get(id, after(created)).json())
                .as("nothing was written")
                .isEqualTo(created.json());
        assertThat(users.put(other, user(other), "If-None-Match: *").status()).isEqualTo(201);
    }

    @Test
    void answersReachAsFarAsTheyTell() throws IOException {
        Answer created = users.put(id, user(id));
        Answer read = users.get(id, after(created));
        Answer list = users.list("?username=" + id, after(created));
        Answer notFound = users.get(id + "-other", after(created));
        Answer known = users.get(id, "If-None-Match: " + created.header("ETag"));

        assertThat(List.of(read, list, notFound, known))
                .allSatisfy(answer -> assertThat(reach(answer)).isGreaterThanOrEqualTo(reach(created)));
    }

    @Test
    void refusedWriteReachesAsFarAsWhatItWasRefusedFor() throws IOException {
        Answer created = users.put(id, user(id));
        Answer changed = users.patch(id, "{\"name\":\"A\"}");
        List<Answer> refused = List.of(
                users.patch(id, "{\"name\":\"B\"}", ifMatch(created)),
                users.put(id + "-other", user(id)),
                users.put(id, user(id), "If-None-Match: *"));
        Answer deleted = users.delete(id);
        List<Answer> refusedThen = List.of(users.put(id, user(id)), users.delete(id));

        assertThat(refused).allSatisfy(answer -> assertThat(reach(answer)).isGreaterThanOrEqualTo(reach(changed)));
        assertThat(refusedThen).allSatisfy(answer -> assertThat(reach(answer)).isGreaterThanOrEqualTo(reach(deleted)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "AQEF", "a, b", ",", "\"", "\"\"", "\"local~\"", "\"local~0\"", "W/\"x\"", "*", "é"})
    void whatIsNoTokenIsRefused(String token) throws IOException {
        String header = "Consistency-Token: " + token;

        for (Answer refused : List.of(users.list("", header), users.get(id, header), users.put(id, user(id), header))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(badFields(refused)).containsExactly("Consistency-Token");
        }
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    private static void isBehind(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(problemType(answer)).isEqualTo("urn:peerage:problem:view-behind");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }

    /** Keeps views from being written, though not from being read, until the connection's transaction ends. */
    private Connection haltViews() throws SQLException {
        Connection halt = database.getConnection();
        halt.setAutoCommit(false);
        halt.createStatement().execute("lock table directory_user in exclusive mode");
        return halt;
    }

    private static ConsistencyToken ahead(Answer answer, Region region) {
        return told(answer).withPosition(region, reach(answer) + 1_000_000);
    }

    /** How far an answer reaches in the log of this region. */
    private static long reach(Answer answer) {
        return told(answer).positions().getOrDefault(HERE, 0L);
    }

    private static ConsistencyToken told(Answer answer) {
        String token = answer.header("Consistency-Token");
        assertThat(token).as("Consistency-Token of %s", answer).isNotNull();
        return ConsistencyToken.decode(String.valueOf(token));
    }

    private static String user(String name) {
        return "{\"username\":\"%1$s\",\"email\":\"%1$s@x.org\"}".formatted(name);
    }
}
