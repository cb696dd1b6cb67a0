package dev.peerage;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.database.DataDirectory;
import dev.peerage.testing.ChildJvm;
import dev.peerage.web.Client;
import dev.peerage.web.SseClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderlyStopTest {

    private static final Pattern READY = Pattern.compile("is ready: http://localhost:(\\d+)/");

    @TempDir
    Path directory;

    @Test
    void aSignalEndsWhatIsInFlightThenThePoolThenTheDatabaseAndSucceeds() throws InterruptedException, IOException {
        try (ChildJvm peerage = ChildJvm.start(
                Peerage.class,
                "--server.port=0",
                "--peerage.admin-key=" + Client.ADMIN_KEY,
                "--logging.level.com.zaxxer.hikari=info",
                "--peerage.data-dir=" + directory,
                "--peerage.postgres-binaries="
                        + Path.of("target/test-data/binaries").toAbsolutePath())) {
            await().atMost(ofMinutes(3)).until(() -> isPrinted(peerage, "is ready"));

            try (SseClient endless = SseClient.open(port(peerage), "/api/v1/events", "")) {
                assertThat(peerage.terminate()).isZero();
                endless.awaitEnd();
            }
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

    private static int port(ChildJvm peerage) {
        return peerage.output().stream()
                .map(READY::matcher)
                .filter(Matcher::find)
                .map(ready -> Integer.parseInt(ready.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPrinted(ChildJvm peerage, String text) {
        return peerage.output().stream().anyMatch(line -> line.contains(text));
    }
}
