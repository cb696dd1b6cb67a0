package dev.peerage.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that Peerage starts, runs and stops, with its data in {@code <data-dir>/postgres} and its log in
 * {@code <data-dir>/postgres.log}.
 *
 * <p>It is a process of its own and outlives a Peerage that is killed. The next start finds it by the data directory, stops it, which keeps all that
 * was committed, and starts it anew: a server taken over as it is could have another release's settings, or sessions of the dead still at work.
 *
 * <p>It listens on the loopback interface only, and asks for a password, since every user of the machine can reach that.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Recovery after a crash reads up to {@code max_wal_size} of log. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** What a start meets when another took its port, or when the processes of a killed server have not all gone yet. */
    private static final List<String> PASSING = List.of(
            "could not bind",
            "could not create any TCP/IP sockets",
            "lock file \"postmaster.pid\" already exists",
            "is still in use");

    private final Cluster cluster;
    private final PostgresBinaries binaries;
    private final ServerLog serverLog;
    private final String password;
    private final Map<String, String> overrides;
    private int port;

    private EmbeddedPostgres(
            Cluster cluster, PostgresBinaries binaries, ServerLog serverLog, Map<String, String> overrides)
            throws IOException {
        this.cluster = cluster;
        this.binaries = binaries;
        this.serverLog = serverLog;
        this.password = cluster.password();
        this.overrides = Map.copyOf(overrides);
    }

    /**
     * Starts the server on the directory; makes its files at the first start, and recovers them if it was not stopped properly.
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
            EmbeddedPostgres server = new EmbeddedPostgres(cluster, binaries, serverLog, overrides);
            server.start();
            log.info(
                    "PostgreSQL {} runs on {}:{}, started in {} ms",
                    binaries.majorVersion(),
                    HOST,
                    server.port,
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            return server;
        } catch (IOException e) {
            throw new StartRefused(
                    "PostgreSQL could not be started in %s: %s.".formatted(directory, e),
                    "Make sure that Peerage's user owns the data directory, and that there is space left on the disk.",
                    e);
        }
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

    private void start() throws IOException {
        stopLeftBehind();
        serverLog.rotate();
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            cluster.configure(ServerSettings.on(port, overrides));
            long before = serverLog.size();
            if (pgCtl("start", "--wait", "--timeout=" + START_LIMIT.toSeconds(), "--log=" + serverLog.file()) == 0) {
                return;
            }
            String said = serverLog.tail(before);
            if (attempt == ATTEMPTS || PASSING.stream().noneMatch(said::contains)) {
                stopLeftBehind();
                throw new StartRefused(
                        "PostgreSQL did not start in %s. It says:%n%n%s".formatted(cluster.directory(), said),
                        "Put right what it complains about. The whole log is in %s.".formatted(serverLog.file()));
            }
            pause();
            stopLeftBehind();
        }
    }

    /** Stops the server that still runs on the cluster, if one does. This process has the data directory, so nobody uses that server any more. */
    private void stopLeftBehind() throws IOException {
        Optional<Postmaster> left = Postmaster.runningOn(cluster.directory());
        if (left.isPresent()) {
            log.warn(
                    "Stopping PostgreSQL (process {}), left behind by a Peerage that was killed",
                    left.get().process().pid());
            stop();
        } else {
            Postmaster.forgetOn(cluster.directory());
        }
    }

    private int freePort() throws IOException {
        InetAddress host = InetAddress.ofLiteral(HOST);
        int last = cluster.lastPort().orElse(0);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, last));
            return socket.getLocalPort();
        } catch (IOException _) {
            try (ServerSocket any = new ServerSocket(0, 1, host)) {
                return any.getLocalPort();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", e);
        }
    }

    private int pgCtl(String... arguments) throws IOException {
        return binaries.run(
                "pg_ctl",
                serverLog,
                Stream.concat(Stream.of(arguments), Stream.of("--pgdata=" + cluster.directory(), "--silent"))
                        .toArray(String[]::new));
    }

    /**
     * Makes the database unless it is there.
     *
     * @param name its name, of letters, digits and {@code _}
     */
    public void createDatabase(String name) {
        try (Connection connection = connect("postgres");
                PreparedStatement exists = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            try (var found = exists.executeQuery();
                    Statement create = connection.createStatement()) {
                if (!found.next()) {
                    create.execute("CREATE DATABASE \"%s\"".formatted(name));
                }
            }
        } catch (SQLException e) {
            throw new StartRefused(
                    "The embedded PostgreSQL refuses to make the database %s: %s.".formatted(name, e.getMessage()),
                    "The log is in %s.".formatted(serverLog.file()),
                    e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), username(), password());
    }

    /** The JDBC URL of one of its databases, without user and password. */
    public String url(String database) {
        // The session's errors go to the session; the server's log need not have them as well, and people's data with
        // them.
        return "jdbc:postgresql://%s:%d/%s?sslmode=disable&options=-c%%20log_min_messages%%3Dfatal"
                .formatted(HOST, port, database);
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
    public int port() {
        return port;
    }

    /** Stops the server properly: open transactions are rolled back, all else is on the disk and needs no recovery. */
    @Override
    public void close() {
        try {
            if (Postmaster.runningOn(cluster.directory()).isPresent()) {
                stop();
                log.info("PostgreSQL is stopped");
            }
        } catch (IOException e) {
            log.error("PostgreSQL could not be stopped; the next start will", e);
        }
    }

    private void stop() throws IOException {
        if (pgCtl("stop", "--mode=fast", "--wait", "--timeout=" + STOP_LIMIT.toSeconds()) != 0
                && pgCtl("stop", "--mode=immediate", "--wait", "--timeout=" + STOP_LIMIT.toSeconds()) != 0) {
            throw new IOException("PostgreSQL in %s does not stop".formatted(cluster.directory()));
        }
    }
}
