package dev.peerage.bulk;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real process, killed in the middle of an import. */
@Tag("faults")
class KilledImportTest {

    private static final int USERS = 15_000;

    @TempDir
    Path directory;

    @Test
    void whatWasReadIsKeptAndARepetitionImportsTheRest() throws Exception {
        String lines = IntStream.range(0, USERS)
                .mapToObj(i ->
                        "{\"user\":{\"id\":\"u%1$d\",\"username\":\"u%1$d\",\"email\":\"u%1$d@x.org\"}}".formatted(i))
                .collect(Collectors.joining("\n"));

        try (RunningPeerage peerage = RunningPeerage.on(directory)) {
            CompletableFuture<HttpResponse<String>> importing = peerage.importing(lines);
            await().atMost(ofMinutes(1)).until(() -> peerage.head() > 2_000);
            peerage.close();
            assertThat(importing).as("the connection broke").failsWithin(ofMinutes(1));
        }

        try (RunningPeerage again = RunningPeerage.on(directory)) {
            long kept = again.events();
            JsonNode report = again.imported(lines);

            assertThat(kept).isGreaterThan(2_000).isLessThan(2L * USERS);
            assertThat(report.get("unchanged").longValue()).as("whole chunks").isEqualTo(kept / 2);
            assertThat(report.get("accepted").longValue()).isEqualTo(USERS - kept / 2);
            assertThat(report.get("rejectedCount").longValue()).isZero();
            assertThat(again.events()).as("each event once").isEqualTo(2L * USERS);
        }
    }
}
