package dev.peerage.bulk;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real process, killed in the middle of an import. */
class KilledImportTest {

    private static final String KEY = "admin-key-for-tests-0123456789";
    private static final Pattern READY = Pattern.compile("is ready: http://localhost:(\\d+)/");
    private static final int USERS = 15_000;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void whatWasReadIsKeptAndARepetitionImportsTheRest() throws Exception {
        String lines = IntStream.range(0, USERS)
                .mapToObj(i ->
                        "{\"user\":{\"id\":\"u%1$d\",\"username\":\"u%1$d\",\"email\":\"u%1$d@x.org\"}}".formatted(i))
                .collect(Collectors.joining("\n"));

        try (ChildJvm peerage = start()) {
            String base = base(peerage);
            CompletableFuture<HttpResponse<String>> importing =
                    http.sendAsync(post(base, lines), HttpResponse.BodyHandlers.ofString());
            await().atMost(ofMinutes(1)).until(() -> events(base) > 2_000);
            peerage.close();
            assertThat(importing).as("the connection broke").failsWithin(ofMinutes(1));
        }

        try (ChildJvm again = start()) {
            String base = base(again);
            long kept = events(base);
            JsonNode report = json(http.send(post(base, lines), HttpResponse.BodyHandlers.ofString()));

            assertThat(kept).isGreaterThan(2_000).isLessThan(2L * USERS);
            assertThat(report.get("unchanged").longValue()).as("whole chunks").isEqualTo(kept / 2);
            assertThat(report.get("accepted").longValue()).isEqualTo(USERS - kept / 2);
            assertThat(report.get("rejectedCount").longValue()).isZero();
            assertThat(events(base)).as("each event once").isEqualTo(2L * USERS);
        }
    }

    private ChildJvm start() {
        return ChildJvm.start(
                Peerage.class,
                "--server.port=0",
                "--peerage.admin-key=" + KEY,
                "--peerage.data-dir=" + directory,
                "--peerage.postgres-binaries="
                        + Path.of("target/test-data/binaries").toAbsolutePath());
    }

    private static String base(ChildJvm peerage) {
        return await().atMost(ofMinutes(3))
                .until(
                        () -> peerage.output().stream()
                                .map(READY::matcher)
                                .filter(Matcher::find)
                                .map(match -> "http://localhost:" + match.group(1) + "/api/v1")
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private long events(String base) throws IOException, InterruptedException {
        HttpRequest request = authorized(base + "/admin/fingerprint").build();
        JsonNode received =
                json(http.send(request, HttpResponse.BodyHandlers.ofString())).get("received");
        return received.has("local") ? received.get("local").longValue() : 0;
    }

    private static HttpRequest post(String base, String lines) {
        return authorized(base + "/import")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
    }

    private static HttpRequest.Builder authorized(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + KEY);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
