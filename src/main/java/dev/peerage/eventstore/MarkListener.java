package dev.peerage.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Reads marks as soon as they arrive, of which the database tells, and each second in case it could not. */
final class MarkListener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MarkListener.class);

    private static final int SECOND = 1_000;

    private final Marks marks;
    private final DataSource database;
    private volatile boolean running;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    MarkListener(Marks marks, DataSource database) {
        this.marks = marks;
        this.database = database;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("marks").start(this::run);
    }

    private void run() {
        while (running) {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException | DataAccessException lost) {
                if (!running) {
                    return;
                }
                LOG.debug("Not told of marks", lost);
                marks.forget();
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen peerage_mark");
            PGConnection session = connection.unwrap(PGConnection.class);
            while (running) {
                marks.refresh();
                session.getNotifications(SECOND);
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(SECOND);
        } catch (InterruptedException _) {
            running = false;
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        // it may wait for a database that is gone
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** As long as views and readers are at work. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 8_192;
    }
}
