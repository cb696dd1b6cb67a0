package dev.peerage.testing;

import dev.peerage.database.DataDirectory;
import dev.peerage.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An empty PostgreSQL database of a test's own, on the one server all tests of this JVM share.
 *
 * <p>The server is Peerage's embedded one with the same settings, except that it doesn't wait for the disk. It starts
 * with the first database and is deleted when the JVM ends.
 */
public final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Server server;
    private final String name;

    private TestDatabase(Server server, String name) {
        this.server = server;
        this.name = name;
    }

    /** A new, empty database; takes some tens of milliseconds. */
    public static TestDatabase create() {
        return Shared.SERVER.create();
    }

    /** A new database with Peerage's schema and nothing in it. */
    public static TestDatabase createMigrated() {
        return Shared.SERVER.createMigrated();
    }

    /** The JDBC URL, without user and password. */
    public String url() {
        return server.url(name);
    }

    /** The user, a superuser. */
    public String username() {
        return server.postgres.username();
    }

    /** The user's password. */
    public String password() {
        return server.postgres.password();
    }

    /** The database's name on its server. */
    public String name() {
        return name;
    }

    /** The server it is on. */
    public Server server() {
        return server;
    }

    /** Connections to it, each made anew: pool them if there are many. */
    public DataSource dataSource() {
        return dataSource(name);
    }

    /** Connections to another database of its server. */
    public DataSource dataSource(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.url(database));
        dataSource.setUser(username());
        dataSource.setPassword(password());
        return dataSource;
    }

    private static final class Shared {
        static final Server SERVER = Server.start();
    }

    /** A PostgreSQL server of a test's own, for tests of several regions or of its failure. */
    public static final class Server implements AutoCloseable {

        /** A commit still reaches the operating system, so killing the server loses nothing; only a power cut would. */
        private static final Map<String, String> SETTINGS = Map.of(
                "fsync", "off",
                "full_page_writes", "off",
                "max_connections", "300",
                "shared_buffers", "128MB");

        private static final String MIGRATED = "migrated";

        private final DataDirectory directory;
        private EmbeddedPostgres postgres;
        private boolean hasMigrated;

        private Server(DataDirectory directory) {
            this.directory = directory;
            this.postgres = EmbeddedPostgres.start(directory, TestDirectory.BINARIES, SETTINGS);
            TestDirectory.closeAtTheEnd(this);
        }

        /** Starts a new, empty server. */
        public static Server start() {
            return new Server(DataDirectory.claim(TestDirectory.next()));
        }

        /** A new, empty database on this server. */
        public TestDatabase create() {
            String name = nextName();
            postgres.createDatabase(name);
            return new TestDatabase(this, name);
        }

        /** A new database with Peerage's schema and nothing in it: a copy, as to migrate takes a second. */
        public synchronized TestDatabase createMigrated() {
            TestDatabase template = new TestDatabase(this, MIGRATED);
            if (!hasMigrated) {
                postgres.createDatabase(MIGRATED);
                Flyway.configure()
                        .dataSource(template.dataSource())
                        .locations("classpath:db")
                        .load()
                        .migrate();
                hasMigrated = true;
            }
            TestDatabase copy = new TestDatabase(this, nextName());
            JdbcClient.create(copy.dataSource("postgres"))
                    .sql("create database %s template %s".formatted(copy.name(), MIGRATED))
                    .update();
            return copy;
        }

        private static String nextName() {
            return "test" + NUMBER.incrementAndGet();
        }

        /** The JDBC URL of any of its databases, without user and password. */
        public String url(String database) {
            return postgres.url(database);
        }

        /** The port on {@code 127.0.0.1}. */
        public int port() {
            return postgres.port();
        }

        /** Ends the server's main process as {@code kill -9} does. The others end when they notice. */
        public void kill() {
            try {
                Path pidFile = directory.resolve("postgres").resolve("postmaster.pid");
                ProcessHandle process = ProcessHandle.of(
                                Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                        .orElseThrow();
                process.destroyForcibly();
                process.onExit().join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Stops the server; its data stays. */
        public void stop() {
            postgres.close();
        }

        /** Starts it again, on the same port, after {@link #stop} or {@link #kill}. */
        public void restart() {
            postgres = EmbeddedPostgres.start(directory, TestDirectory.BINARIES, SETTINGS);
        }

        /** Stops it for good. */
        @Override
        public void close() {
            postgres.close();
            directory.close();
            TestDirectory.isClosed(this);
        }
    }
}
