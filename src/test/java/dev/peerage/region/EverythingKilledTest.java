package dev.peerage.region;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.ChildJvm;
import dev.peerage.web.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The three regions of the profile, as a newcomer starts them, and the end of them all in the middle of writes. */
@Tag("heavy")
class EverythingKilledTest {

    private static final Pattern READY = Pattern.compile("region (\\w+) is ready: http://localhost:(\\d+)/");
    private static final List<String> REGIONS = List.of("eu", "us", "ap");
    private static final int SOME = 150;

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedWriteIsInEveryRegionAfterTheRestart() throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<?>> writers = new ArrayList<>();
        try (ChildJvm process = start()) {
            Map<String, Client> regions = ready(process);
            regions.forEach((region, client) ->
                    writers.add(CompletableFuture.runAsync(() -> writeUntilItIsGone(region, client, acknowledged))));
            await().atMost(ofMinutes(1)).until(() -> acknowledged.size() > SOME);
            List<ProcessHandle> databases = postmasters();
            process.close();
            databases.forEach(ProcessHandle::destroyForcibly);
        }
        writers.forEach(CompletableFuture::join);

        try (ChildJvm process = start()) {
            Map<String, Client> regions = ready(process);
            await().atMost(ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> regions.values().stream()
                                    .map(EverythingKilledTest::fingerprint)
                                    .distinct()
                                    .count()
                            == 1);
            assertThat(fingerprint(Objects.requireNonNull(regions.get("eu")))
                            .at("/users/count")
                            .longValue())
                    .as("those whose answer was cut off may be there")
                    .isBetween((long) acknowledged.size(), (long) acknowledged.size() + REGIONS.size());
            for (Client region : regions.values()) {
                for (String user : acknowledged) {
                    assertThat(region.get("/api/v1/users/" + user).status())
                            .as(user)
                            .isEqualTo(200);
                }
            }
            assertThat(process.terminate()).isZero();
        }
    }

    /** Those that a failure has left behind. */
    @AfterEach
    void endDatabases() throws IOException {
        postmasters().forEach(ProcessHandle::destroyForcibly);
    }

    private ChildJvm start() {
        return ChildJvm.start(
                Peerage.class,
                "--spring.profiles.active=regions",
                "--peerage.regions.eu=0",
                "--peerage.regions.us=0",
                "--peerage.regions.ap=0",
                "--peerage.admin-key=" + Client.ADMIN_KEY,
                "--peerage.data-dir=" + directory);
    }

    private static Map<String, Client> ready(ChildJvm process) {
        Map<String, Client> regions = new TreeMap<>();
        await().atMost(ofMinutes(5)).until(() -> {
            process.output().stream()
                    .map(READY::matcher)
                    .filter(Matcher::find)
                    .forEach(ready -> regions.put(ready.group(1), new Client(Integer.parseInt(ready.group(2)))));
            return regions.size() == REGIONS.size();
        });
        return regions;
    }

    private static void writeUntilItIsGone(String region, Client client, Queue<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String id = region + i;
                byte[] body = "{\"username\":\"%s\"}".formatted(id).getBytes(StandardCharsets.UTF_8);
                if (client.send(Client.request(
                                        "PUT", "/api/v1/users/" + id, "Content-Type: application/json\r\n", body))
                                .status()
                        != 201) {
                    return;
                }
                acknowledged.add(id);
            }
        } catch (IOException _) {
            // It is gone.
        }
    }

    private static JsonNode fingerprint(Client region) {
        try {
            ObjectNode fingerprint =
                    (ObjectNode) region.get("/api/v1/admin/fingerprint").json();
            fingerprint.remove("region");
            return fingerprint;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<ProcessHandle> postmasters() throws IOException {
        List<ProcessHandle> postmasters = new ArrayList<>();
        for (String region : REGIONS) {
            Path pidFile = directory.resolve("regions").resolve(region).resolve("postgres/postmaster.pid");
            if (Files.exists(pidFile)) {
                long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst());
                ProcessHandle.of(pid).ifPresent(postmasters::add);
            }
        }
        return postmasters;
    }
}
