package dev.peerage.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's main process on a cluster directory, as {@code postmaster.pid} names it (its lines are documented in
 * PostgreSQL's {@code src/include/utils/pidfile.h}: process id, directory, start in seconds, port, …).
 *
 * <p>The file alone proves nothing: after a crash it stays, and the system gives its process id to any other process,
 * in containers nearly always to one that exists at the next start. PostgreSQL would then refuse to start, and
 * {@code pg_ctl stop} would signal that stranger.
 */
record Postmaster(ProcessHandle process, int port) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** The process that runs on the cluster directory, if one does. */
    static Optional<Postmaster> runningOn(Path cluster) throws IOException {
        Path file = pidFile(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        try {
            Instant start = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            int port = Integer.parseInt(lines.get(3).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> isPostgres(process) && runsOn(process, cluster, start))
                    .map(process -> new Postmaster(process, port));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
                .isPresent();
    }

    /**
     * A server's working directory is its cluster; where that can't be seen, the time it started tells it from a later
     * process.
     */
    private static boolean runsOn(ProcessHandle process, Path cluster, Instant start) {
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            if (Files.exists(workingDirectory)) {
                return Files.isSameFile(workingDirectory, cluster);
            }
        } catch (IOException _) {
            return false;
        }
        return process.info()
                .startInstant()
                .filter(started -> Duration.between(started, start).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .isPresent();
    }

    /**
     * Removes the file when no server runs on the cluster, so that it can't keep the next from starting. Should
     * processes of a killed server still be busy, the next finds their shared memory, whose key is made from the
     * directory itself (PostgreSQL's {@code PGSharedMemoryCreate}).
     *
     * @return whether there was one
     */
    static boolean forgetOn(Path cluster) throws IOException {
        return Files.deleteIfExists(pidFile(cluster));
    }

    private static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
