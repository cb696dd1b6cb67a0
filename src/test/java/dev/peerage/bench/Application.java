package dev.peerage.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.Peerage;
import dev.peerage.eventstore.Deadline;
import dev.peerage.views.Views;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Peerage as it starts without options, on a data directory of its own that is deleted in the end. */
final class Application implements AutoCloseable {

    static final String VIEW = "directory";
    static final String SEARCH = "search";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String KEY = "bench-of-peerage";

    private final Path data;
    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Application(Path data, ConfigurableApplicationContext context) {
        this.data = data;
        this.context = context;
    }

    static Application start(Path below) throws IOException {
        return start(Files.createTempDirectory(below, "data-").toAbsolutePath(), Map.of());
    }

    /** @param further properties beside those that each application of the bench has */
    static Application start(Path data, Map<String, String> further) {
        Map<String, Object> properties = new HashMap<>(further);
        properties.put("server.port", "0");
        properties.put("peerage.data-dir", data.toString());
        properties.put(
                "peerage.postgres-binaries",
                Path.of("target/test-data/binaries").toAbsolutePath().toString());
        properties.put("peerage.admin-key", KEY);
        SpringApplication application = new SpringApplication(Peerage.class);
        application.setDefaultProperties(properties);
        return new Application(data, application.run());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    static String authorization() {
        return "Bearer " + KEY;
    }

    /** Connections to the application's database, each made anew and with the driver's defaults. */
    DataSource plainDatabase() {
        HikariDataSource pool = (HikariDataSource) bean(DataSource.class);
        JdbcConnectionDetails details = bean(JdbcConnectionDetails.class);
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(pool.getJdbcUrl());
        plain.setUser(details.getUsername());
        plain.setPassword(details.getPassword());
        return plain;
    }

    /** @throws IllegalStateException if the answer is not a success */
    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return successful(http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    /** The status it is answered with, whatever that is. */
    int status(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** @throws IllegalStateException if the answer is not a success */
    void put(String path, String json) throws IOException, InterruptedException {
        send(request(path).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** @throws IllegalStateException if the answer is not a success */
    String post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** @throws IllegalStateException if the answer is not a success */
    String post(String path, String contentType, Path body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofFile(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", authorization());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return successful(http.send(request.build(), HttpResponse.BodyHandlers.ofString()))
                .body();
    }

    private static <T> HttpResponse<T> successful(HttpResponse<T> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.request().uri() + " is answered " + answer.statusCode());
        }
        return answer;
    }

    /** The highest position of the log. */
    long head() {
        return JdbcClient.create(plainDatabase())
                .sql("select coalesce(max(position), 0) from event")
                .query(Long.class)
                .single();
    }

    /** Where Lucene has the index. */
    Path searchIndex() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("search"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                    .map(Path::getParent)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** @throws IllegalStateException if a line is not accepted */
    void importAll(People people) throws IOException, InterruptedException {
        String report = post("/api/v1/import", "application/x-ndjson", people.file());
        JsonNode answer = JsonMapper.shared().readTree(report);
        if (answer.get("accepted").asInt() != people.lines()
                || !answer.get("rejected").isEmpty()) {
            throw new IllegalStateException("of %d lines: %s".formatted(people.lines(), report));
        }
    }

    /** Waits until everything up to a position of the log is in the directory. */
    void awaitView(long position) {
        awaitView(VIEW, position);
    }

    /** Waits until everything up to a position of the log is in a view. */
    void awaitView(String view, long position) {
        Views views = bean(Views.class);
        if (!views.awaitPosition(view, position, Deadline.in(PATIENCE))) {
            throw new IllegalStateException("%s is still at %d of %d".formatted(view, views.position(view), position));
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
        context.close();
        FileSystemUtils.deleteRecursively(data);
    }
}
