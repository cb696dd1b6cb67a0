package dev.peerage.database;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a start finds on the data directory after the last run ended badly. */
class RestartTest {

    @TempDir
    Path directory;

    @Test
    void afterAKillEveryAcknowledgedRowIsThereAndTheServerLeftBehindIsGone() throws IOException {
        ProcessHandle leftBehind;
        List<String> acknowledged;
        try (ChildJvm killed = ChildJvm.start(MinimalPeerage.class, "--peerage.data-dir=" + directory)) {
            await().atMost(ofMinutes(2)).until(() -> killed.output().contains("row 500"));
            leftBehind = postmaster();
            killed.close();
            acknowledged = killed.output().stream()
                    .filter(line -> line.startsWith("row "))
                    .toList();
        }
        assertThat(leftBehind.isAlive()).isTrue();

        try (ConfigurableApplicationContext next = MinimalPeerage.start("--peerage.data-dir=" + directory)) {
            assertThat(postmaster()).isNotEqualTo(leftBehind);
            assertThat(leftBehind.onExit()).succeedsWithin(ofMinutes(1));
            assertThat(next.getBean(JdbcClient.class)
                            .sql("SELECT 'row ' || id FROM thing")
                            .query(String.class)
                            .list())
                    .containsAll(acknowledged);
        }
    }

    @Test
    void aKillOfEverythingLosesNothingAcknowledged() throws IOException {
        List<String> acknowledged;
        try (ChildJvm killed = ChildJvm.start(MinimalPeerage.class, "--peerage.data-dir=" + directory)) {
            await().atMost(ofMinutes(2)).until(() -> killed.output().contains("row 500"));
            ProcessHandle postmaster = postmaster();
            killed.close();
            postmaster.destroyForcibly();
            acknowledged = killed.output().stream()
                    .filter(line -> line.startsWith("row "))
                    .toList();
        }

        try (ConfigurableApplicationContext next = MinimalPeerage.start("--peerage.data-dir=" + directory)) {
            assertThat(next.getBean(JdbcClient.class)
                            .sql("SELECT 'row ' || id FROM thing")
                            .query(String.class)
                            .list())
                    .containsAll(acknowledged);
        }
    }

    @Test
    void aStrangerWithTheProcessIdOfTheLastServerNeitherBlocksTheStartNorIsStopped() throws IOException {
        startAndStop();
        try (DataDirectory other = DataDirectory.claim(directory.resolve("other"));
                EmbeddedPostgres stranger = start(other)) {
            Path strangersPidFile = other.resolve("postgres/postmaster.pid");
            Files.copy(strangersPidFile, pidFile());

            startAndStop();

            assertThat(postmasterOf(strangersPidFile).isAlive()).isTrue();
            assertThat(stranger.port()).isPositive();
        }
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgain() throws IOException {
        try (ConfigurableApplicationContext peerage = MinimalPeerage.start("--peerage.data-dir=" + directory)) {
            ProcessHandle ended = postmaster();
            JdbcClient jdbc = peerage.getBean(JdbcClient.class);
            jdbc.sql("INSERT INTO thing VALUES ('kept')").update();

            ended.destroyForcibly();
            ended.onExit().join();

            await().atMost(ofMinutes(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(jdbc.sql("SELECT id FROM thing")
                                    .query(String.class)
                                    .list())
                            .containsExactly("kept"));
            assertThat(postmaster()).isNotEqualTo(ended);
        }
    }

    @Test
    void aFirstStartThatWasCutShortIsMadeAgain() throws IOException {
        Files.createDirectories(directory.resolve("postgres.unfinished/base"));
        Files.writeString(directory.resolve("postgres.password"), "half");

        startAndStop();

        assertThat(directory.resolve("postgres.unfinished")).doesNotExist();
        assertThat(directory.resolve("postgres.password")).doesNotExist();
    }

    @Test
    void thePortStaysUnlessAnotherHasIt() throws IOException {
        int port = startAndStop();
        assertThat(startAndStop()).isEqualTo(port);

        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(startAndStop()).isNotEqualTo(port);
        }
    }

    @Test
    void anOperatorsSettingsOutliveTheStart() throws SQLException {
        try (DataDirectory data = DataDirectory.claim(directory);
                EmbeddedPostgres server = start(data);
                Connection connection = connect(server)) {
            connection.createStatement().execute("ALTER SYSTEM SET shared_buffers = '40MB'");
        }
        try (DataDirectory data = DataDirectory.claim(directory);
                EmbeddedPostgres server = start(data);
                Connection connection = connect(server)) {
            var row = connection.createStatement().executeQuery("SHOW shared_buffers");
            row.next();
            assertThat(row.getString(1)).isEqualTo("40MB");
        }
    }

    @Test
    void dataOfAnotherPostgresqlIsRefused() throws IOException {
        startAndStop();
        Files.writeString(directory.resolve("postgres/PG_VERSION"), "17\n");

        assertThatThrownBy(this::startAndStop)
                .isInstanceOfSatisfying(
                        StartRefused.class,
                        refused -> assertThat(refused.action())
                                .contains("a release of Peerage that brings PostgreSQL 17", "pg_dump"))
                .hasMessageContaining("is of PostgreSQL 17")
                .hasMessageContaining("brings PostgreSQL 18");
    }

    @Test
    void theRefusalOfAStartSaysWhatPostgresqlComplainsAbout() {
        try (DataDirectory data = DataDirectory.claim(directory)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(
                            data, EmbeddedPostgresTest.BINARIES, Map.of("shared_buffers", "plenty")))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"plenty\"");
        }
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void aLargeLogIsPutAside() throws IOException {
        String large = "x".repeat(11 << 20);
        Files.writeString(directory.resolve("postgres.log"), large);

        startAndStop();

        assertThat(Files.size(directory.resolve("postgres.log.1"))).isGreaterThanOrEqualTo(large.length());
        assertThat(directory.resolve("postgres.log"))
                .content()
                .contains("ready to accept connections")
                .doesNotContain("xxx");
    }

    private int startAndStop() {
        try (DataDirectory data = DataDirectory.claim(directory);
                EmbeddedPostgres server = start(data)) {
            return server.port();
        }
    }

    private static EmbeddedPostgres start(DataDirectory data) {
        return EmbeddedPostgres.start(data, EmbeddedPostgresTest.BINARIES, Map.of());
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.url("postgres"), server.username(), server.password());
    }

    private Path pidFile() {
        return directory.resolve("postgres/postmaster.pid");
    }

    private ProcessHandle postmaster() throws IOException {
        return postmasterOf(pidFile());
    }

    private static ProcessHandle postmasterOf(Path pidFile) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                .orElseThrow();
    }
}
