package dev.peerage.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class ExternalPostgresTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final TestDatabase database = TestDatabase.create();

    @Test
    void aPresentDatabaseIsTaken() {
        assertThatCode(() -> check(database.url(), database.password(), Duration.ZERO))
                .doesNotThrowAnyException();
    }

    @Test
    void aDatabaseThatIsStillStartingIsWaitedFor() {
        try (TestDatabase.Server server = TestDatabase.Server.start()) {
            TestDatabase late = server.create();
            String url = late.url();
            server.stop();
            Thread starting = Thread.ofPlatform().start(server::restart);

            assertThatCode(() -> check(url, late.password(), LONG)).doesNotThrowAnyException();
            assertThat(starting).isNotNull();
        }
    }

    @Test
    void anUnreachableDatabaseIsWaitedForNoLongerThanSaid() throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:%d/peerage?password=secret".formatted(closedPort());
        long begin = System.nanoTime();

        assertThatThrownBy(() -> check(url, "secret", Duration.ofSeconds(2)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("can't be reached")
                .hasMessageNotContaining("secret");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    @Test
    @Timeout(30)
    void aWrongPasswordIsNotTriedAgain() {
        assertThatThrownBy(() -> check(database.url(), "wrong", LONG))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    @Timeout(30)
    void aMissingDatabaseIsNotTriedAgain() {
        assertThatThrownBy(() -> check(database.server().url("missing"), database.password(), LONG))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("database \"missing\" does not exist");
    }

    @Test
    void anEncodingThatCannotHoldEveryNameIsRefused() {
        String name = database.name() + "_latin1";
        JdbcClient.create(database.dataSource())
                .sql("CREATE DATABASE %s ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
                        .formatted(name))
                .update();

        assertThatThrownBy(() -> check(database.server().url(name), database.password(), Duration.ZERO))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("LATIN1");
    }

    @Test
    void anOldVersionIsRefused() throws IOException {
        try (ServerSocket old = greetingAs("15.12")) {
            String url =
                    "jdbc:postgresql://127.0.0.1:%d/peerage?sslmode=disable&gssEncMode=disable&assumeMinServerVersion=9.0"
                            .formatted(old.getLocalPort());

            assertThatThrownBy(() -> check(url, "", Duration.ZERO))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("is a PostgreSQL 15.12")
                    .hasMessageContaining("needs 16 or newer");
        }
    }

    @Test
    void anotherProductIsRefused() {
        assertThatThrownBy(() -> check("jdbc:mysql://127.0.0.1/peerage?password=secret", "secret", LONG))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("jdbc:mysql://127.0.0.1/peerage,")
                .hasMessageNotContaining("secret");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aRefusedStartSaysWhatIsWrongAndWhatToDo(CapturedOutput output) throws IOException {
        assertThatThrownBy(() -> MinimalPeerage.start(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/peerage".formatted(closedPort()),
                        "--peerage.database-wait=0s",
                        "--peerage.data-dir=target/test-data/unused"))
                .hasRootCauseInstanceOf(IOException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("can't be reached")
                .contains("Start it, or put right spring.datasource.url.")
                .doesNotContain("at dev.peerage");
    }

    private void check(String url, String password, Duration wait) {
        new ExternalPostgres(new ConnectionDetails(url, database.username(), password), Map.of()).check(wait);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * A server that lets everyone in and says its version: the start of PostgreSQL's frontend/backend protocol,
     * sections 54.2.1 and 54.7.
     */
    private static ServerSocket greetingAs(String version) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                in.skipNBytes(in.readInt() - 4);
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                message(out, 'R', new byte[4]);
                for (Map.Entry<String, String> parameter : Map.of(
                                "server_version", version,
                                "server_encoding", "UTF8",
                                "client_encoding", "UTF8",
                                "DateStyle", "ISO, YMD",
                                "TimeZone", "UTC",
                                "integer_datetimes", "on",
                                "standard_conforming_strings", "on")
                        .entrySet()) {
                    message(out, 'S', (parameter.getKey() + '\0' + parameter.getValue() + '\0').getBytes(US_ASCII));
                }
                message(out, 'K', new byte[8]);
                message(out, 'Z', new byte[] {'I'});
                in.readAllBytes();
            } catch (IOException _) {
                // The client has gone.
            }
        });
        return server;
    }

    private static void message(DataOutputStream out, char type, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        message.writeByte(type);
        message.writeInt(4 + body.length);
        message.write(body);
        out.write(bytes.toByteArray());
        out.flush();
    }
}
