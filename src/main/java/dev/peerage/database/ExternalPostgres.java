package dev.peerage.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/** Looks at the PostgreSQL the operator named before anything is built on it. */
final class ExternalPostgres {

    private static final Logger log = LoggerFactory.getLogger(ExternalPostgres.class);

    private static final int OLDEST_VERSION = 16;
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ConnectionDetails details;
    private final String shown;
    private final Properties driver = new Properties();

    /**
     * @param details where it is
     * @param driverProperties what the pool gives the driver as well, such as {@code sslmode}
     */
    ExternalPostgres(ConnectionDetails details, Map<String, String> driverProperties) {
        this.details = details;
        // What follows may hold a password.
        this.shown = details.url().replaceFirst("\\?.*", "");
        driver.put("loginTimeout", Long.toString(ATTEMPT_LIMIT.toSeconds()));
        driver.put("socketTimeout", Long.toString(ATTEMPT_LIMIT.toSeconds()));
        driver.putAll(driverProperties);
        if (details.username() != null) {
            driver.put("user", details.username());
        }
        if (details.password() != null) {
            driver.put("password", details.password());
        }
    }

    /**
     * Waits until it can be reached.
     *
     * @param wait how long at most, not counting a last attempt of 10 seconds
     * @throws StartRefused if it can't be reached, refuses the user, or is none that Peerage can work on
     */
    void check(Duration wait) {
        if (!details.url().startsWith("jdbc:postgresql:")) {
            throw new StartRefused(
                    "spring.datasource.url is %s, and Peerage needs a PostgreSQL.".formatted(shown),
                    "Set it to jdbc:postgresql://<host>:<port>/<database>, or remove it to use the embedded one.");
        }
        try (Connection connection = connect(wait)) {
            DatabaseMetaData server = connection.getMetaData();
            if (server.getDatabaseMajorVersion() < OLDEST_VERSION) {
                throw new StartRefused(
                        "The database %s is a PostgreSQL %s, and Peerage needs %d or newer."
                                .formatted(shown, server.getDatabaseProductVersion(), OLDEST_VERSION),
                        "Upgrade that PostgreSQL, or set spring.datasource.url to another.");
            }
            String encoding = encoding(connection);
            if (!encoding.equals("UTF8")) {
                throw new StartRefused(
                        "The database %s has the encoding %s, which can't hold every name.".formatted(shown, encoding),
                        "Make a database for Peerage with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
            }
            log.info("The database is {}, a PostgreSQL {}", shown, server.getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new StartRefused(
                    "The database %s can't be used: %s".formatted(shown, e.getMessage()),
                    "Check spring.datasource.url, spring.datasource.username and spring.datasource.password.",
                    e);
        }
    }

    private Connection connect(Duration wait) throws SQLException {
        RetryTemplate attempts = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(wait.dividedBy(PAUSE))
                .delay(PAUSE)
                // of zero, which is no limit, there is but one attempt
                .timeout(wait)
                .predicate(ExternalPostgres::mayPass)
                .build());
        attempts.setRetryListener(new Waiting(wait));
        try {
            return attempts.execute(() -> DriverManager.getConnection(details.url(), driver));
        } catch (RetryException e) {
            if (mayPass(e.getCause())) {
                throw new StartRefused(
                        "The database %s can't be reached: %s"
                                .formatted(shown, e.getCause().getMessage()),
                        "Start it, or put right spring.datasource.url. It was tried for %d seconds (peerage.database-wait)."
                                .formatted(wait.toSeconds()),
                        e.getCause());
            }
            throw e.getCause() instanceof SQLException refused ? refused : new SQLException(e.getCause());
        }
    }

    /** Tells once that the start waits. */
    private final class Waiting implements RetryListener {

        private final Duration wait;

        Waiting(Duration wait) {
            this.wait = wait;
        }

        @Override
        public void beforeRetry(RetryPolicy policy, Retryable<?> attempt, RetryState state) {
            if (state.getRetryCount() == 1) {
                log.info(
                        "Waiting up to {} s for the database {}: {}",
                        wait.toSeconds(),
                        shown,
                        state.getLastException().getMessage());
            }
        }
    }

    /**
     * Connections fail while a server is started: class 08, cannot_connect_now, too_many_connections. Waiting helps no
     * wrong password.
     */
    private static boolean mayPass(Throwable e) {
        String state = e instanceof SQLException failed ? String.valueOf(failed.getSQLState()) : "";
        return state.startsWith("08") || state.equals("57P03") || state.equals("53300");
    }

    private static String encoding(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_encoding")) {
            row.next();
            return row.getString(1);
        }
    }
}
