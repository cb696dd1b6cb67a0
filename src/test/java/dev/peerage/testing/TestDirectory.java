package dev.peerage.testing;

import dev.peerage.database.DataDirectory;
import dev.peerage.database.EmbeddedPostgres;
import dev.peerage.database.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/** Directories below {@code target} that are deleted when the tests end, or by the next run if this one is killed. */
final class TestDirectory {

    static final Path BINARIES = Path.of("target/test-data/binaries").toAbsolutePath();

    private static final Path RUNS = Path.of("target/test-data/runs").toAbsolutePath();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final DataDirectory OWN = claimOwn();
    private static final AtomicBoolean AFTER_CONTEXTS = new AtomicBoolean();

    /**
     * What has to end before the directories go, the latest first: application contexts before the server they are
     * connected to.
     */
    private static final Deque<AutoCloseable> OPEN = new ConcurrentLinkedDeque<>();

    private TestDirectory() {}

    /** A new name; the directory is not made. */
    static Path next() {
        return OWN.resolve(Integer.toString(NUMBER.incrementAndGet()));
    }

    static void closeAtTheEnd(AutoCloseable open) {
        OPEN.push(open);
    }

    static void isClosed(AutoCloseable closed) {
        OPEN.remove(closed);
    }

    /**
     * Application contexts close by a hook of their own, at the same time: one that lost its database would take its
     * time.
     */
    static void endAfterApplicationContexts() {
        if (!AFTER_CONTEXTS.getAndSet(true)) {
            SpringApplication.getShutdownHandlers().add(TestDirectory::end);
        }
    }

    private static void end() {
        for (AutoCloseable open = OPEN.poll(); open != null; open = OPEN.poll()) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        remove(OWN);
    }

    private static DataDirectory claimOwn() {
        try {
            removeKilled();
            DataDirectory own = DataDirectory.claim(
                    RUNS.resolve(Long.toString(ProcessHandle.current().pid())));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                if (!AFTER_CONTEXTS.get()) {
                    end();
                }
            }));
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeKilled() throws IOException {
        Files.createDirectories(RUNS);
        try (Stream<Path> runs = Files.list(RUNS)) {
            for (Path run : runs.toList()) {
                try {
                    remove(DataDirectory.claim(run));
                } catch (StartRefused _) {
                    // Still running.
                }
            }
        }
    }

    private static void remove(DataDirectory run) {
        try (run;
                Stream<Path> content = Files.list(run.path())) {
            List<Path> orphans = content.filter(directory -> Files.exists(directory.resolve("postgres/postmaster.pid")))
                    .toList();
            for (Path orphan : orphans) {
                try (DataDirectory directory = DataDirectory.claim(orphan)) {
                    // A start takes over what was left behind.
                    EmbeddedPostgres.start(directory, BINARIES, Map.of("fsync", "off"))
                            .close();
                }
            }
            FileSystemUtils.deleteRecursively(run.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
