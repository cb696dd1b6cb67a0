package dev.peerage.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresTest {

    private static final Path BINARIES = Path.of("target/test-data/binaries").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void whatIsAcknowledgedIsOnTheDisk() {
        try (DataDirectory data = DataDirectory.claim(directory);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, BINARIES, Map.of())) {
            JdbcClient jdbc = JdbcClient.create(
                    new DriverManagerDataSource(server.url("postgres"), server.username(), server.password()));
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertThat(jdbc.sql("SHOW " + setting).query(String.class).single())
                        .as(setting)
                        .isEqualTo("on");
            }
        }
    }
}
