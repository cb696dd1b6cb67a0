package dev.peerage.audit;

import static dev.peerage.eventstore.Writing.in;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Replication;
import dev.peerage.eventstore.Writing;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An export that takes its time, as it is more than fits between Peerage and a client that does not read. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "peerage.admin-key=" + Client.ADMIN_KEY,
            "spring.datasource.hikari.maximum-pool-size=" + AuditExportTest.CONNECTIONS,
            "spring.datasource.hikari.connection-timeout=10000"
        })
class AuditExportTest {

    static final int CONNECTIONS = 2;

    private static final int EVENTS = 3 * Export.CHUNK + 7;

    @LocalServerPort
    int port;

    @Autowired
    DataSource database;

    @Value("${spring.datasource.url}")
    String url;

    @Value("${spring.datasource.username}")
    String username;

    @Value("${spring.datasource.password}")
    String password;

    @BeforeEach
    void manyLongEvents() {
        JdbcClient.create(database).sql("""
                        insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                        select 'us', 'user/export-' || n, 1, n, 'UserNameSet', 1, n, '', 'tester',
                               jsonb_build_object('userId', 'export-' || n, 'name', n || repeat('x', 10000))
                        from generate_series(1, ?) n
                        on conflict do nothing
                        """).param(EVENTS).update();
    }

    @Test
    void allOfItComesToWhomTakesTime() throws IOException {
        try (Socket slow = ask()) {
            Answer answer = Client.read(slow, false);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().lines()).hasSize(EVENTS);
        }
    }

    @Test
    void clientsThatDoNotReadHoldNoConnectionToTheDatabase() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i <= CONNECTIONS; i++) {
                Socket another = ask();
                slow.add(another);
                await().atMost(ofSeconds(30))
                        .until(() -> another.getInputStream().available() > 0);
            }

            assertThat(new AuditClient(port).items("/audit?limit=1")).hasSize(1);
            for (Socket each : slow) {
                assertThat(new String(each.getInputStream().readNBytes(12), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    /** Its token does not name it, and was sent before. */
    @Test
    void whatArrivesMeanwhileIsLeftOutThoughItIsOlder() throws IOException {
        UserId late = new UserId("export-late");
        try (Socket slow = ask()) {
            await().atMost(ofSeconds(30)).until(() -> slow.getInputStream().available() > 0);
            Replication.deliver(
                    database, Writing.history(in("us").at(Instant.EPOCH).event(new UserNameSet(late, "Late"))));

            assertThat(Client.read(slow, false).body())
                    .contains("export-1@us~1")
                    .doesNotContain(late.value());
        }
        assertThat(new AuditClient(port).export("/audit?subject=user/" + late)).hasSize(1);
        JdbcClient.create(database)
                .sql("delete from event where subject = ?")
                .param(late.subject())
                .update();
    }

    /** A client takes what ended well for all there is. */
    @Test
    void exportThatIsCutShortDoesNotLookWhole() throws IOException {
        try (Socket slow = ask()) {
            await().atMost(ofSeconds(30)).until(() -> slow.getInputStream().available() > 0);
            String name = JdbcClient.create(database)
                    .sql("select current_database()")
                    .query((row, _) -> row.getString(1))
                    .single();
            isOutOfReach(name);
            try {
                assertThatIOException().isThrownBy(() -> Client.read(slow, false));
            } finally {
                isInReachAgain(name);
            }
        }
    }

    private Socket ask() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress("localhost", port));
        socket.getOutputStream().write(Client.request("GET", "/api/v1/audit?region=us", AuditClient.NDJSON + "\r\n"));
        return socket;
    }

    private void isOutOfReach(String name) {
        server(name)
                .sql("alter database %s allow_connections false".formatted(name))
                .update();
        server(name)
                .sql("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ?")
                .param(name)
                .query((row, _) -> row.getBoolean(1))
                .list();
    }

    private void isInReachAgain(String name) {
        server(name)
                .sql("alter database %s allow_connections true".formatted(name))
                .update();
    }

    private JdbcClient server(String name) {
        return JdbcClient.create(new DriverManagerDataSource(url.replace("/" + name, "/postgres"), username, password));
    }
}
