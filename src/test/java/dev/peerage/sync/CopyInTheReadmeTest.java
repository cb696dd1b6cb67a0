package dev.peerage.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.PeerageTest;
import dev.peerage.web.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The consumer that the README shows, as it stands there. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class CopyInTheReadmeTest {

    private static final String SHOW = "import sqlite3; "
            + "print(sorted(row[0] for row in sqlite3.connect('copy.db').execute(\"select id from resource where id like '%s%%'\")))";

    @LocalServerPort
    int port;

    @TempDir
    Path directory;

    private final List<Process> running = new ArrayList<>();

    @AfterEach
    void kill() throws InterruptedException {
        for (Process process : running) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void goesOnAfterItWasKilled() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("```python\n") + 10;
        String consumer = readme.substring(begin, readme.indexOf("```", begin));
        assertThat(consumer.lines().count()).isLessThan(35);
        Files.writeString(directory.resolve("copy.py"), consumer);
        put("readme-a");

        Process first = start();
        await().atMost(Duration.ofSeconds(30)).until(() -> copied().equals("['readme-a']"));
        first.destroyForcibly().waitFor();
        put("readme-b");
        write("DELETE", "readme-a", "");
        start();

        await().atMost(Duration.ofSeconds(30)).until(() -> copied().equals("['readme-b']"));
    }

    /** The first region it knows is out of reach. */
    private Process start() throws IOException {
        Process process = python("copy.py", "http://localhost:1", "http://localhost:" + port);
        running.add(process);
        return process;
    }

    private Process python(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        ProcessBuilder python = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        python.environment().put("PEERAGE_KEY", Client.ADMIN_KEY);
        return python.start();
    }

    private String copied() throws IOException, InterruptedException {
        Process show = python("-c", SHOW.formatted("readme-"));
        String shown = new String(show.getInputStream().readAllBytes(), UTF_8).strip();
        show.waitFor(10, TimeUnit.SECONDS);
        return shown;
    }

    private void put(String id) throws IOException {
        write("PUT", id, "{\"username\":\"%s\"}".formatted(id));
    }

    private void write(String method, String id, String body) throws IOException {
        String headers = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        assertThat(new Client(port)
                        .send(Client.request(method, "/api/v1/users/" + id, headers, body.getBytes(UTF_8)))
                        .status())
                .isLessThan(300);
    }
}
