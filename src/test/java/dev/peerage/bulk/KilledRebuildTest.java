package dev.peerage.bulk;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real process, killed while it makes views anew. */
@Tag("faults")
class KilledRebuildTest {

    private static final int USERS = 4_000;

    @TempDir
    Path directory;

    @Test
    void theNextProcessGoesOnWithItAndEndsWithTheSame() throws Exception {
        String lines = IntStream.range(0, USERS)
                .mapToObj(i -> "{\"user\":{\"id\":\"u%1$d\",\"username\":\"u%1$d\",\"name\":\"N %1$d\"}}".formatted(i))
                .collect(Collectors.joining("\n"));
        JsonNode before;
        try (RunningPeerage peerage = RunningPeerage.on(directory)) {
            peerage.imported(lines);
            await().atMost(ofMinutes(1))
                    .until(() -> peerage.read("/admin/fingerprint")
                                    .at("/search/count")
                                    .intValue()
                            == USERS);
            before = peerage.read("/admin/fingerprint");
            assertThat(peerage.started("/admin/views/search/rebuild")).isEqualTo(202);
            assertThat(peerage.started("/admin/views/directory/rebuild")).isEqualTo(202);
        }

        try (RunningPeerage again = RunningPeerage.on(directory)) {
            await().atMost(ofMinutes(1)).until(() -> isLive(again));

            assertThat(again.read("/admin/fingerprint")).isEqualTo(before);
            assertThat(again.read("/users?q=n%2077").at("/items/0/id").stringValue())
                    .isEqualTo("u77");
            assertThat(again.started("/admin/views/search/rebuild"))
                    .as("nothing is left of it")
                    .isEqualTo(202);
        }
    }

    private static boolean isLive(RunningPeerage peerage) throws IOException, InterruptedException {
        for (JsonNode view : peerage.read("/admin/views")) {
            if (!view.get("state").stringValue().equals("live")) {
                return false;
            }
        }
        return true;
    }
}
