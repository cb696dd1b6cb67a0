package dev.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.util.FileSystemUtils;

/** An OpenSearch of one node, in a process of its own that may be killed and started again with what it has stored. */
public final class OpenSearchNode implements AutoCloseable {

    /** Made by the build: the node has other versions of what is on this class path. */
    private static final Path CLASS_PATH = Path.of("target/opensearch.classpath");

    private static final String SETTINGS = """
            discovery.type: single-node
            network.host: 127.0.0.1
            cluster.routing.allocation.disk.threshold_enabled: false
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final int port;
    private ChildJvm process;

    private OpenSearchNode(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    /** Starts one, and waits until it answers. */
    public static OpenSearchNode start() {
        try {
            Path directory = Files.createTempDirectory("opensearch");
            Files.writeString(Files.createDirectory(directory.resolve("config")).resolve("opensearch.yml"), SETTINGS);
            OpenSearchNode node = new OpenSearchNode(directory, freePort());
            node.awaitAnswer();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of those that the runner takes. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(9_201, 9_300);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // Another one has it.
            }
        }
    }

    private ChildJvm launch() {
        try {
            assertThat(CLASS_PATH).as("made by mvn process-test-classes").exists();
            return ChildJvm.startOn(
                    Files.readString(CLASS_PATH),
                    "org.codelibs.opensearch.runner.OpenSearchRunner",
                    "-basePath",
                    directory.toString(),
                    "-confPath",
                    directory.resolve("config").toString(),
                    "-numOfNode",
                    "1",
                    "-baseHttpPort",
                    Integer.toString(port - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        await().atMost(Duration.ofMinutes(3))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    assertThat(process.isRunning())
                            .as(() -> String.join("\n", process.output()))
                            .isTrue();
                    return ask("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
                            .contains("\"timed_out\":false");
                });
    }

    /** Where it answers. */
    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    /** What it answers. */
    public String ask(String method, String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(uri() + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it. */
    public void down() {
        process.close();
    }

    /** Starts it again, at the same address and with what it has stored. */
    public void up() {
        process = launch();
        awaitAnswer();
    }

    @Override
    public void close() throws IOException {
        down();
        client.close();
        FileSystemUtils.deleteRecursively(directory);
    }
}
