package dev.peerage.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Starts and stops the server of a cluster. Whoever does so has claimed the data directory, so a server found running
 * there is nobody's any more.
 *
 * @param overrides settings that replace those of {@link ServerSettings}
 */
record ServerControl(Cluster cluster, PostgresBinaries binaries, ServerLog serverLog, Map<String, String> overrides) {

    private static final Logger log = LoggerFactory.getLogger(ServerControl.class);

    /** Recovery after a crash reads up to {@code max_wal_size} of log. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    /**
     * A server waits at its end for other regions to take the rest of its log. After this it is stopped without, and
     * recovers at its next start.
     */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /**
     * What a start meets when another took its port, or when the processes of a killed server have not all gone yet.
     */
    private static final List<String> PASSING = List.of(
            "could not bind",
            "could not create any TCP/IP sockets",
            "lock file \"postmaster.pid\" already exists",
            "is still in use");

    private static final RetryPolicy ATTEMPTS = RetryPolicy.builder()
            .maxRetries(9)
            .delay(Duration.ofMillis(500))
            .predicate(ServerControl::mayPass)
            .build();

    /**
     * Starts the server; first stops one that a killed Peerage left behind, which keeps all that was committed. A
     * server taken over as it is could have another release's settings, or sessions of the dead still at work.
     *
     * @throws StartRefused if PostgreSQL doesn't start
     */
    Postmaster start() throws IOException {
        stopLeftBehind();
        serverLog.rotate();
        try {
            return new RetryTemplate(ATTEMPTS).execute(this::attempt);
        } catch (RetryException failed) {
            stop();
            if (failed.getCause() instanceof StartRefused refused) {
                throw refused;
            }
            throw new IOException(failed.getCause());
        }
    }

    private Postmaster attempt() throws IOException {
        stopLeftBehind();
        cluster.configure(ServerSettings.on(freePort(), overrides));
        long before = serverLog.size();
        if (pgCtl("start", "--wait", "--timeout=" + START_LIMIT.toSeconds(), "--log=" + serverLog.file()) != 0) {
            throw new StartRefused(
                    "PostgreSQL did not start in %s. It says:%n%n%s"
                            .formatted(cluster.directory(), serverLog.tail(before)),
                    "Put right what it complains about. The whole log is in %s.".formatted(serverLog.file()));
        }
        return Postmaster.runningOn(cluster.directory()).orElseThrow(() -> new IOException("PostgreSQL ended at once"));
    }

    private static boolean mayPass(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        return failure instanceof StartRefused && PASSING.stream().anyMatch(said::contains);
    }

    private void stopLeftBehind() throws IOException {
        Optional<Postmaster> left = Postmaster.runningOn(cluster.directory());
        if (left.isPresent()) {
            log.warn(
                    "Stopping PostgreSQL (process {}), left behind by a Peerage that was killed",
                    left.get().process().pid());
            stop();
        } else if (Postmaster.forgetOn(cluster.directory())) {
            log.warn("PostgreSQL was killed and recovers now; {} shows how far it is", serverLog.file());
        }
    }

    /** The port of the last start, which others may have written down, unless another process has it now. */
    private int freePort() throws IOException {
        InetAddress host = InetAddress.ofLiteral(ServerSettings.HOST);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, cluster.lastPort().orElse(0)));
            return socket.getLocalPort();
        } catch (IOException _) {
            try (ServerSocket any = new ServerSocket(0, 1, host)) {
                return any.getLocalPort();
            }
        }
    }

    /** Stops the server if it runs: open transactions are rolled back, all else is on the disk. */
    void stop() throws IOException {
        for (String mode : List.of("fast", "immediate")) {
            if (Postmaster.runningOn(cluster.directory()).isEmpty()) {
                return;
            }
            pgCtl("stop", "--mode=" + mode, "--wait", "--timeout=" + STOP_LIMIT.toSeconds());
        }
        if (Postmaster.runningOn(cluster.directory()).isPresent()) {
            throw new IOException("PostgreSQL in %s does not stop".formatted(cluster.directory()));
        }
    }

    private int pgCtl(String... arguments) throws IOException {
        return binaries.run(
                "pg_ctl",
                serverLog,
                Stream.concat(Stream.of(arguments), Stream.of("--pgdata=" + cluster.directory(), "--silent"))
                        .toArray(String[]::new));
    }
}
