package dev.peerage;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is delivered: what only tests have on their class path is not there. */
class PackagedJarIT {

    private static final Path JAR = Path.of("target/peerage.jar");
    private static final Pattern READY =
            Pattern.compile("is ready: (http://localhost:\\d+)/.*\\(admin key in (.*admin\\.key)\\)");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void startsServesAndStops() throws Exception {
        try (ChildJvm peerage = ChildJvm.start(
                JAR,
                "--server.port=0",
                "--peerage.data-dir=" + directory,
                "--peerage.postgres-binaries="
                        + Path.of("target/test-data/binaries").toAbsolutePath())) {
            MatchResult ready = ready(peerage);
            String base = ready.group(1);
            String key = Files.readString(Path.of(ready.group(2))).strip();

            assertThat(get(base + "/actuator/health/readiness", key).body()).contains("\"UP\"");
            assertThat(get(base + "/v3/api-docs", key).body()).contains("/api/v1/users/{id}");
            HttpResponse<String> written = put(base + "/api/v1/users/homer", key, "{\"username\":\"homer\"}");
            assertThat(written.statusCode()).isEqualTo(201);
            HttpResponse<String> read = get(base + "/api/v1/users/homer", key, "Consistency-Token", token(written));
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.body()).isEqualTo(written.body());

            assertThat(peerage.terminate()).isZero();
            assertThat(peerage.output()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void generates() throws InterruptedException {
        try (ChildJvm peerage = ChildJvm.start(JAR, "generate", "--users", "3", "--groups", "1", "--seed", "7")) {
            assertThat(peerage.end()).isZero();
            assertThat(peerage.output())
                    .filteredOn(line -> line.startsWith("{\"user\":"))
                    .hasSize(3);
        }
    }

    /** What the jar says once it is ready; if it ends before, there is nothing to wait for. */
    private static MatchResult ready(ChildJvm peerage) {
        return await().atMost(ofMinutes(3))
                .failFast(() -> assertThat(peerage.isRunning())
                        .as(() -> String.join("\n", peerage.output()))
                        .isTrue())
                .until(
                        () -> peerage.output().stream()
                                .flatMap(line -> READY.matcher(line).results())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private HttpResponse<String> get(String uri, String key, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = authorized(uri, key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String uri, String key, String json) throws IOException, InterruptedException {
        HttpRequest request = authorized(uri, key)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String token(HttpResponse<?> answer) {
        return answer.headers().firstValue("Consistency-Token").orElseThrow();
    }

    private static HttpRequest.Builder authorized(String uri, String key) {
        return HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + key);
    }
}
