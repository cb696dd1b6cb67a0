package dev.peerage.bulk;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.ChildJvm;
import dev.peerage.web.Client;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Peerage in a process of its own, as its clients reach it. */
final class RunningPeerage implements AutoCloseable {

    private static final String KEY = Client.ADMIN_KEY;
    private static final Pattern READY = Pattern.compile("is ready: http://localhost:(\\d+)/");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ChildJvm process;
    private final String base;

    private RunningPeerage(ChildJvm process) {
        this.process = process;
        this.base = await().atMost(ofMinutes(3))
                .until(
                        () -> process.output().stream()
                                .map(READY::matcher)
                                .filter(Matcher::find)
                                .map(match -> "http://localhost:" + match.group(1) + "/api/v1")
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    static RunningPeerage on(Path directory, String... furtherArguments) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--peerage.admin-key=" + KEY,
                "--peerage.data-dir=" + directory,
                "--peerage.postgres-binaries="
                        + Path.of("target/test-data/binaries").toAbsolutePath()));
        arguments.addAll(List.of(furtherArguments));
        return new RunningPeerage(ChildJvm.start(Peerage.class, arguments.toArray(String[]::new)));
    }

    int port() {
        return URI.create(base).getPort();
    }

    JsonNode read(String path) throws IOException, InterruptedException {
        return json(http.send(authorized(path).build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** Asks for something to be done; returns the status of the answer. */
    int started(String path) throws IOException, InterruptedException {
        return http.send(
                        authorized(path)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** How many events it has written. */
    long events() throws IOException, InterruptedException {
        JsonNode received = read("/admin/fingerprint").get("received");
        return received.has("local") ? received.get("local").longValue() : 0;
    }

    /** Where its log ends, which takes no time to say while it writes. */
    long head() throws IOException, InterruptedException {
        return read("/admin/views").get(0).get("head").longValue();
    }

    /** Imports lines; returns the report. */
    JsonNode imported(String lines) throws IOException, InterruptedException {
        return json(http.send(post(lines), HttpResponse.BodyHandlers.ofString()));
    }

    CompletableFuture<HttpResponse<String>> importing(String lines) {
        return http.sendAsync(post(lines), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest post(String lines) {
        return authorized("/import")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + KEY);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** As {@code kill -TERM} does; returns the exit status. */
    int terminate() throws InterruptedException {
        return process.terminate();
    }

    /** As {@code kill -9} does. */
    @Override
    public void close() {
        process.close();
        http.close();
    }
}
