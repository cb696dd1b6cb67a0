package dev.peerage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The server as a region runs it, with nothing switched off. */
class EmbeddedPostgresTest {

    static final Path BINARIES = Path.of("target/test-data/binaries").toAbsolutePath();

    @TempDir
    static Path directory;

    private static DataDirectory data;
    private static EmbeddedPostgres server;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() {
        data = DataDirectory.claim(directory);
        server = EmbeddedPostgres.start(data, BINARIES, Map.of());
        server.createDatabase("peerage");
        jdbc = JdbcClient.create(
                new DriverManagerDataSource(server.url("peerage"), server.username(), server.password()));
    }

    @AfterAll
    static void stop() {
        server.close();
        data.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"})
    void whatIsAcknowledgedIsOnTheDisk(String setting) {
        assertThat(show(setting)).isEqualTo("on");
    }

    @ParameterizedTest
    @CsvSource({
        "wal_level, logical",
        "max_wal_senders, 16",
        "max_replication_slots, 16",
        "max_connections, 100",
        "shared_buffers, 256MB",
        "jit, off",
        "log_timezone, UTC",
        "server_encoding, UTF8"
    })
    void settingsAreThoseOfAnEventLogThatOtherRegionsRead(String setting, String value) {
        assertThat(show(setting)).isEqualTo(value);
    }

    @Test
    void stringsSortByCodePoint() {
        assertThat(jdbc.sql(
                                "SELECT id FROM unnest(ARRAY['b', 'a-', '𝒳', 'a', 'Z', '-', 'é', 'ﬀ', 'A', '_', '0']) AS id ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("-", "0", "A", "Z", "_", "a", "a-", "b", "é", "ﬀ", "𝒳");
    }

    @Test
    void onlyThisMachineReachesItAndOnlyByThePassword() throws Exception {
        assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show("unix_socket_directories")).isEmpty();
        assertThatThrownBy(() -> DriverManager.getConnection(server.url("peerage"), server.username(), "guessed"))
                .hasMessageContaining("password authentication failed");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("postgres/peerage.password"))))
                .isEqualTo("rw-------");
    }

    /** See RFC 5803 for what is stored. */
    @Test
    void whoConnectsDoesNotPayForAPasswordThatCouldBeGuessed() {
        assertThat(jdbc.sql("select rolpassword from pg_authid where rolname = ?")
                        .param(server.username())
                        .query(String.class)
                        .single())
                .startsWith("SCRAM-SHA-256$1:");
    }

    @Test
    void aDatabaseThatIsThereIsLeftAlone() {
        jdbc.sql("CREATE TABLE kept ()").update();

        server.createDatabase("peerage");

        assertThat(jdbc.sql("SELECT to_regclass('kept') IS NOT NULL")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void theLogHoldsWhatTheServerDoesAndNothingOfPeople() throws Exception {
        assertThatThrownBy(
                        () -> jdbc.sql("SELECT 'ada@example.org'::int").query().singleValue())
                .hasMessageContaining("ada@example.org");

        assertThat(directory.resolve("postgres.log"))
                .content()
                .contains("database system is ready to accept connections")
                .doesNotContain("ada@example.org");
    }

    private static String show(String setting) {
        return jdbc.sql("SHOW " + setting).query(String.class).single();
    }
}
