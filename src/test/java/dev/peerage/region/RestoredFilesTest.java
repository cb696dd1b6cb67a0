package dev.peerage.region;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.time.Duration.ofMinutes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.Peerage;
import dev.peerage.testing.ChildJvm;
import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A whole region whose files are put back as they were some time ago, while its peer has what it has written since. */
@Tag("heavy")
class RestoredFilesTest {

    private static final Pattern READY = Pattern.compile("is ready: http://localhost:(\\d+)/");

    @TempDir
    Path directory;

    private final Deque<ChildJvm> started = new ArrayDeque<>();

    @AfterEach
    void end() throws InterruptedException {
        for (ChildJvm region : started) {
            region.terminate();
        }
    }

    @Test
    void hasAllItEverAcknowledgedAndGivesNothingTwice() throws Exception {
        ChildJvm us = start("us", "eu");
        ChildJvm eu = start("eu", "us");
        put(eu, "before", 201);
        isSeen(us, "before");
        eu.terminate();
        copy(directory.resolve("eu"), directory.resolve("backup"));
        eu = start("eu", "us");
        put(eu, "after", 201);
        isSeen(us, "after");
        eu.terminate();
        FileSystemUtils.deleteRecursively(directory.resolve("eu"));
        copy(directory.resolve("backup"), directory.resolve("eu"));

        ChildJvm restored = start("eu", "us");

        isSeen(restored, "after");
        assertThat(send(restored, "PUT", "/users/another", "{\"username\":\"AFTER\"}")
                        .status())
                .as("a username that was given since")
                .isEqualTo(409);
        put(restored, "later", 201);
        isSeen(us, "later");
        await().atMost(ofMinutes(1)).until(() -> fingerprint(restored).equals(fingerprint(us)));
    }

    /** With their modes, as PostgreSQL wants its files for itself alone. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), COPY_ATTRIBUTES, NOFOLLOW_LINKS);
            }
        }
    }

    private ChildJvm start(String region, String peer) {
        ChildJvm process = ChildJvm.start(
                Peerage.class,
                "--server.port=0",
                "--peerage.region=" + region,
                "--peerage.admin-key=" + Client.ADMIN_KEY,
                "--peerage.data-dir=" + directory.resolve(region),
                "--peerage.peers." + peer + "=file:" + directory.resolve(peer),
                "--peerage.postgres-binaries="
                        + Path.of("target/test-data/binaries").toAbsolutePath());
        started.push(process);
        await().atMost(ofMinutes(3)).until(() -> port(process).isPresent());
        return process;
    }

    private static Optional<Integer> port(ChildJvm region) {
        return region.output().stream()
                .map(READY::matcher)
                .filter(Matcher::find)
                .map(ready -> Integer.parseInt(requireNonNull(ready.group(1))))
                .findFirst();
    }

    private static void put(ChildJvm region, String user, int status) throws IOException {
        assertThat(send(region, "PUT", "/users/" + user, "{\"username\":\"%s\"}".formatted(user))
                        .status())
                .isEqualTo(status);
    }

    private static void isSeen(ChildJvm region, String user) {
        await().atMost(ofMinutes(1))
                .until(() -> send(region, "GET", "/users/" + user, "").status() == 200);
    }

    private static String fingerprint(ChildJvm region) throws IOException {
        return send(region, "GET", "/admin/fingerprint", "").body().replaceFirst("\"region\":\"..\"", "");
    }

    private static Answer send(ChildJvm region, String method, String path, String body) throws IOException {
        return new Client(port(region).orElseThrow())
                .send(Client.request(
                        method,
                        "/api/v1" + path,
                        "Content-Type: application/json\r\n",
                        body.getBytes(StandardCharsets.UTF_8)));
    }
}
