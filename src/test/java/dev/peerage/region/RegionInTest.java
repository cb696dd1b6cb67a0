package dev.peerage.region;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.ChildJvm;
import dev.peerage.testing.TestDatabase;
import dev.peerage.testing.WithoutSearch;
import dev.peerage.web.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A region in a test: a database, and the application on it, which is stopped, killed and started again. */
final class RegionInTest implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final Pattern READY = Pattern.compile("is ready: http://localhost:(\\d+)/");

    private final String name;
    private final TestDatabase database;
    private final Path directory;
    private final Map<String, String> properties = new TreeMap<>();
    private InstantSource clock = InstantSource.system();
    private boolean searches = true;
    private volatile Application application = Application.NONE;

    /** The application, wherever it runs. */
    private interface Application extends AutoCloseable {

        Application NONE = new Application() {
            @Override
            public int port() {
                throw new IllegalStateException("the application does not run");
            }

            @Override
            public void close() {}
        };

        int port();

        default long pid() {
            throw new IllegalStateException("the application does not run in a process of its own");
        }

        @Override
        void close();
    }

    private RegionInTest(String name, TestDatabase database, Path directory) {
        this.name = name;
        this.database = database;
        this.directory = directory;
    }

    /** A region on a database of its own; its application is not started. */
    static RegionInTest on(TestDatabase database, String name) {
        try {
            Path all = Files.createDirectories(Path.of("target/test-data").toAbsolutePath());
            return new RegionInTest(name, database, Files.createTempDirectory(all, name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    TestDatabase database() {
        return database;
    }

    JdbcClient sql() {
        return JdbcClient.create(database.dataSource());
    }

    RegionInTest with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    RegionInTest with(InstantSource wallClock) {
        clock = wallClock;
        return this;
    }

    /** How it is reached by others. */
    String address() {
        return address(database.server().port());
    }

    /** How it is reached by others through a wire that begins there. */
    String address(int port) {
        return address(database, port);
    }

    static String address(TestDatabase database, int port) {
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        database.username(),
                        URLEncoder.encode(database.password(), StandardCharsets.UTF_8),
                        port,
                        database.name());
    }

    /** One of several nodes, on the same database: without search, as its index would be a node's own. */
    RegionInTest asOneOfSeveral() {
        searches = false;
        return this;
    }

    RegionInTest withPeer(String peer, String address) {
        return with("peerage.peers." + peer, address);
    }

    /** Starts the application in this JVM. */
    RegionInTest start() {
        SpringApplication starting = new SpringApplication(Peerage.class);
        if (!searches) {
            starting.addInitializers(new WithoutSearch());
        }
        starting.addInitializers(context ->
                ((GenericApplicationContext) context).registerBean("clockOfTest", InstantSource.class, () -> clock));
        ConfigurableApplicationContext context = starting.run(arguments());
        application = new Application() {
            @Override
            public int port() {
                return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                        .getPort();
            }

            @Override
            public void close() {
                context.close();
            }
        };
        return this;
    }

    /** Starts the application in a process of its own, in which {@link #stop} is {@code kill -9}. */
    RegionInTest startInAProcess() {
        return runsIn(ChildJvm.start(searches ? Peerage.class : WithoutSearch.class, arguments()));
    }

    /** The same, of another build. */
    RegionInTest startInAProcess(String classPath) {
        return runsIn(ChildJvm.startOn(classPath, Peerage.class.getName(), arguments()));
    }

    private RegionInTest runsIn(ChildJvm process) {
        int port = portOnceReady(process);
        application = new Application() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public long pid() {
                return process.pid();
            }

            @Override
            public void close() {
                process.close();
            }
        };
        return this;
    }

    private int portOnceReady(ChildJvm process) {
        try {
            return await().atMost(ofMinutes(3))
                    .failFast("it ended", () -> !process.isRunning())
                    .until(
                            () -> process.output().stream()
                                    .map(READY::matcher)
                                    .filter(Matcher::find)
                                    .map(match -> Integer.parseInt(match.group(1)))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            process.close();
            throw new AssertionError(
                    "%s did not become ready, and said: %s".formatted(name, String.join("\n", process.output())), e);
        }
    }

    String[] arguments() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "server.port",
                "0",
                "peerage.region",
                name,
                "peerage.data-dir",
                directory.toString(),
                "peerage.admin-key",
                Client.ADMIN_KEY,
                "spring.datasource.url",
                database.url(),
                "spring.datasource.username",
                database.username(),
                "spring.datasource.password",
                database.password(),
                "spring.datasource.hikari.minimum-idle",
                "1"));
        all.putAll(properties);
        return all.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
    }

    int port() {
        return application.port();
    }

    /** Of the process it runs in, if that is its own. */
    long pid() {
        return application.pid();
    }

    /** Ends the application; its database stays. */
    void stop() {
        Application ended = application;
        application = Application.NONE;
        ended.close();
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d%s".formatted(application.port(), path)))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + Client.ADMIN_KEY)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header(
                    "Content-Type", "PATCH".equals(method) ? "application/merge-patch+json" : "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What a successful GET shows. */
    JsonNode get(String path) throws IOException {
        HttpResponse<String> answer = send("GET", path, null);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Writes, which must succeed. */
    void write(String method, String path, @Nullable String body) throws IOException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isLessThan(300);
    }

    /** How the link from a peer is doing, as the API tells it. */
    JsonNode link(String peer) throws IOException {
        return get("/api/v1/admin/regions")
                .get("peers")
                .valueStream()
                .filter(link -> link.get("region").stringValue().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    String stateOf(String peer) throws IOException {
        return link(peer).get("state").stringValue();
    }

    /** What its view holds, and how many events of each region it has. */
    JsonNode fingerprint() throws IOException {
        return get("/api/v1/admin/fingerprint");
    }

    /** Ends the application, and removes what it has kept beside its database. */
    @Override
    public void close() {
        stop();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
