package dev.peerage.consistency;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.peerage.testing.ChildJvm;
import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that wait hold a connection to their client, and nothing that others need. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class ManyWaitingRequestsTest {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    @Autowired
    MeterRegistry meters;

    private final String id = "many-waiting-" + NUMBER.incrementAndGet();

    int clients() {
        return 2_000;
    }

    /** Half of them wait for a version of a user, and half for a position of the log. */
    @Test
    void allAreAnsweredOnceTheViewHasItAndOthersMeanwhile() throws Exception {
        put(id, "Before");
        put(id + "-other", "Other");
        send("GET", id + "-other", "Consistency-Token: %s\r\n".formatted(token(put(id, "Before"))), "");
        int before = pool().getActiveConnections();
        try (Connection halt = haltViews()) {
            String token = token(put(id, "After"));
            ChildJvm waiting = waiting(30, token, id, id + "-other");
            awaitWaiting(clients());

            awaitTakenConnections(before + 1);
            assertThat(send("GET", id, "", "").json().get("name").stringValue()).isEqualTo("Before");
            assertThat(put(id + "-another", "Another").status()).isEqualTo(201);
            assertThat(waitingRequests()).isEqualTo(clients());
            halt.rollback();

            assertThat(answers(waiting))
                    .hasSize(2)
                    .allSatisfy(answer -> assertThat(answer).startsWith(clients() / 2 + " × 200 "))
                    .anySatisfy(answer -> assertThat(answer).contains("\"name\":\"After\""))
                    .anySatisfy(answer -> assertThat(answer).contains("\"name\":\"Other\""));
        }
        awaitWaiting(0);
    }

    @Test
    void allAreToldInTimeThatItHasNotCome() throws Exception {
        put(id, "Before");
        try (Connection _ = haltViews()) {
            String token = token(put(id, "After"));

            List<String> answers = answers(waiting(5, token, id, id + "-other"));

            assertThat(answers)
                    .isNotEmpty()
                    .allSatisfy(answer -> assertThat(answer).contains(" × 503 ").contains("view-behind"));
        }
        assertThat(waitingRequests()).isZero();
    }

    private ChildJvm waiting(int seconds, String token, String... users) {
        String[] arguments = new String[4 + users.length];
        arguments[0] = "" + port;
        arguments[1] = "" + clients();
        arguments[2] = "" + seconds;
        arguments[3] = token;
        for (int i = 0; i < users.length; i++) {
            arguments[4 + i] = "/api/v1/users/" + users[i];
        }
        return ChildJvm.start(WaitingClients.class, arguments);
    }

    /** Different answers, each with how often it was given. */
    private static List<String> answers(ChildJvm clients) throws InterruptedException {
        try (clients) {
            await().atMost(LONG).until(() -> !clients.isRunning());
            assertThat(clients.end()).as("%s", clients.output()).isZero();
            List<String> output = clients.output();
            assertThat(output).last().isEqualTo("done");
            return output.subList(0, output.size() - 1);
        }
    }

    private void awaitWaiting(int requests) {
        await().atMost(LONG).until(this::waitingRequests, waiting -> waiting == requests);
    }

    private int waitingRequests() {
        return (int) meters.get("peerage.requests.waiting").gauge().value();
    }

    /**
     * What the application does by itself takes a connection for a moment now and then, and while the pool looks for one to
     * give, it counts who asked among those that wait.
     */
    private void awaitTakenConnections(int taken) throws SQLException {
        HikariPoolMXBean pool = pool();
        await().atMost(LONG)
                .until(() -> pool.getThreadsAwaitingConnection() == 0 && pool.getActiveConnections() <= taken);
    }

    private HikariPoolMXBean pool() throws SQLException {
        return requireNonNull(database.unwrap(HikariDataSource.class).getHikariPoolMXBean());
    }

    /** Keeps views from being written, though not from being read, until the connection's transaction ends. */
    private Connection haltViews() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table directory_user in exclusive mode");
        }
        return connection;
    }

    private Answer put(String user, String name) throws IOException {
        return send(
                "PUT",
                user,
                "Content-Type: application/json\r\n",
                "{\"username\":\"%s\",\"name\":\"%s\"}".formatted(user, name));
    }

    private Answer send(String method, String user, String headers, String body) throws IOException {
        return new Client(port)
                .send(Client.request(method, "/api/v1/users/" + user, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String token(Answer answer) {
        return requireNonNull(answer.header("Consistency-Token"));
    }
}
