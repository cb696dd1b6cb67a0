package dev.peerage;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.database.DataDirectory;
import dev.peerage.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderlyStopTest {

    @TempDir
    Path directory;

    @Test
    void aSignalEndsWhatIsInFlightThenThePoolThenTheDatabaseAndSucceeds() throws InterruptedException {
        try (ChildJvm peerage = ChildJvm.start(
                Peerage.class,
                "--server.port=0",
                "--logging.level.com.zaxxer.hikari=info",
                "--peerage.data-dir=" + directory,
                "--peerage.postgres-binaries="
                        + Path.of("target/test-data/binaries").toAbsolutePath())) {
            await().atMost(ofMinutes(3)).until(() -> isPrinted(peerage, "Started Peerage"));

            assertThat(peerage.terminate()).isZero();
            assertThat(String.join("\n", peerage.output()))
                    .containsSubsequence(
                            "Graceful shutdown complete",
                            "HikariDataSource",
                            "Shutdown completed",
                            "PostgreSQL is stopped")
                    .doesNotContain("ERROR");
        }
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(directory.resolve("postgres.log")).content().endsWith("database system is shut down\n");
    }

    @Test
    void aStartThatFailsIsNoSuccess() throws InterruptedException {
        try (DataDirectory _ = DataDirectory.claim(directory);
                ChildJvm peerage = ChildJvm.start(Peerage.class, "--peerage.data-dir=" + directory)) {
            assertThat(peerage.end()).isEqualTo(1);
            assertThat(peerage.output()).contains("APPLICATION FAILED TO START");
        }
    }

    private static boolean isPrinted(ChildJvm peerage, String text) {
        return peerage.output().stream().anyMatch(line -> line.contains(text));
    }
}
