package dev.peerage.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that Peerage starts, runs and stops, with its data in {@code <data-dir>/postgres} and its log in
 * {@code <data-dir>/postgres.log}.
 *
 * <p>It is a process of its own and outlives a Peerage that is killed. The next one on the data directory stops it and
 * starts it anew.
 *
 * <p>It listens on the loopback interface only, and asks for a password, since every user of the machine can reach
 * that.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The database that a region's data is in. */
    static final String DATABASE = "peerage";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Between attempts to start a server again that has ended by itself. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final ServerControl control;
    private final String password;
    private Postmaster postmaster;
    private boolean closed;

    private EmbeddedPostgres(ServerControl control) throws IOException {
        this.control = control;
        this.password = control.cluster().password();
        this.postmaster = control.start();
    }

    /**
     * Starts the server on the directory; makes its files at the first start, and recovers them if it was not stopped
     * properly.
     *
     * @param binariesBelow directory for PostgreSQL's programs, which several servers may share
     * @param overrides settings of {@code postgresql.conf} that replace Peerage's
     * @throws StartRefused if PostgreSQL can't be started on it
     */
    public static EmbeddedPostgres start(DataDirectory directory, Path binariesBelow, Map<String, String> overrides) {
        long begin = System.nanoTime();
        try {
            PostgresBinaries binaries = PostgresBinaries.unpackedBelow(binariesBelow);
            ServerLog serverLog = new ServerLog(directory.resolve("postgres.log"));
            Cluster cluster = new Cluster(directory.resolve("postgres"));
            if (cluster.exists()) {
                refuseOtherVersion(cluster, binaries);
            } else {
                cluster.initialise(binaries, serverLog);
            }
            EmbeddedPostgres server =
                    new EmbeddedPostgres(new ServerControl(cluster, binaries, serverLog, Map.copyOf(overrides)));
            log.info(
                    "PostgreSQL runs on {}:{} with its data in {}, started in {} ms",
                    ServerSettings.HOST,
                    server.port(),
                    cluster.directory(),
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            return server;
        } catch (IOException e) {
            throw new StartRefused(
                    "PostgreSQL could not be started in %s: %s.".formatted(directory, e),
                    "Make sure that Peerage's user owns the data directory, and that there is space left on the disk.",
                    e);
        }
    }

    /**
     * The database of the region that keeps its data in that directory of this machine, as others reach it: the port may
     * be another one after each start.
     *
     * @throws IOException if no embedded PostgreSQL has been started there yet
     */
    public static DatabaseAddress address(Path dataDirectory) throws IOException {
        Cluster cluster = new Cluster(dataDirectory.resolve("postgres"));
        int port = cluster.lastPort()
                .orElseThrow(() -> new IOException("no region has been started in " + dataDirectory + " yet"));
        return new DatabaseAddress(
                ServerSettings.HOST, port, DATABASE, Cluster.SUPERUSER, cluster.password(), Map.of());
    }

    private static void refuseOtherVersion(Cluster cluster, PostgresBinaries binaries) throws IOException {
        String made = cluster.majorVersion();
        String brought = binaries.majorVersion();
        if (!made.equals(brought)) {
            throw new StartRefused(
                    "The data in %s is of PostgreSQL %s, and this release of Peerage brings PostgreSQL %s."
                            .formatted(cluster.directory(), made, brought),
                    "Start a release of Peerage that brings PostgreSQL %s; or move the data with pg_upgrade or with"
                                    .formatted(made)
                            + " pg_dump and pg_restore; or set peerage.data-dir to a new directory.");
        }
    }

    /**
     * From now on starts the server again when it ends though nobody closed this. It restarts its own processes but not
     * the main one, which the system may kill when memory runs out.
     */
    synchronized EmbeddedPostgres keepRunning() {
        var _ = postmaster.process().onExit().thenRunAsync(this::startAgain, Thread::startVirtualThread);
        return this;
    }

    /** As often as it takes: the disk may be full now, and not be any more when somebody has seen to it. */
    private synchronized void startAgain() {
        if (closed) {
            return;
        }
        log.error("PostgreSQL has ended by itself and is started again");
        try {
            int before = port();
            postmaster = control.start();
            var _ = keepRunning();
            if (port() == before) {
                log.info("PostgreSQL runs again, on port {}", before);
            } else {
                log.error(
                        "PostgreSQL runs again, but port {} was taken meanwhile: restart Peerage, to have it use port {}",
                        before,
                        port());
            }
        } catch (IOException | StartRefused e) {
            log.error("PostgreSQL could not be started again; next attempt in {} s", PAUSE.toSeconds(), e);
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                    .execute(this::startAgain);
        }
    }

    /**
     * Makes the database unless it is there.
     *
     * @param name its name, of letters, digits and {@code _}
     */
    public void createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), username(), password());
                PreparedStatement exists = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            try (ResultSet found = exists.executeQuery();
                    Statement create = connection.createStatement()) {
                if (!found.next()) {
                    create.execute("CREATE DATABASE \"%s\"".formatted(name));
                }
            }
        } catch (SQLException e) {
            throw new StartRefused(
                    "The embedded PostgreSQL does not make the database %s: %s.".formatted(name, e.getMessage()),
                    "Its log is in %s.".formatted(control.serverLog().file()),
                    e);
        }
    }

    /** The JDBC URL of one of its databases, without user and password. */
    public String url(String database) {
        // The session's errors go to the session; the server's log need not have them as well, and people's data with
        // them.
        return "jdbc:postgresql://%s:%d/%s?sslmode=disable&options=-c%%20log_min_messages%%3Dfatal"
                .formatted(ServerSettings.HOST, port(), database);
    }

    /** The one user, a superuser. */
    public String username() {
        return Cluster.SUPERUSER;
    }

    /** The user's password, made at the first start and kept with the data. */
    public String password() {
        return password;
    }

    /** The port on the loopback interface: the one of the last start, unless another process has it now. */
    public synchronized int port() {
        return postmaster.port();
    }

    /** Stops the server properly: open transactions are rolled back, all else is on the disk and needs no recovery. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            control.stop();
            log.info("PostgreSQL is stopped");
        } catch (IOException e) {
            log.error("PostgreSQL could not be stopped; the next start will", e);
        }
    }
}
