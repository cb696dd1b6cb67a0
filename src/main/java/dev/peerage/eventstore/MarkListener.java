package dev.peerage.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Reads marks as soon as they arrive, of which the database tells, and each second in case it could not. */
final class MarkListener extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(MarkListener.class);

    private static final int SECOND = 1_000;

    private final Marks marks;
    private final DataSource database;

    MarkListener(Marks marks, DataSource database) {
        super("mark listener");
        this.marks = marks;
        this.database = database;
    }

    @Override
    protected void run() throws InterruptedException {
        while (isRunning()) {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException lost) {
                if (isRunning()) {
                    LOG.debug("Not told of marks", lost);
                    marks.forget();
                    TimeUnit.MILLISECONDS.sleep(SECOND);
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        jdbc.sql("listen peerage_mark").update();
        try {
            while (isRunning()) {
                marks.refresh(jdbc);
                session.getNotifications(SECOND);
            }
        } finally {
            // others who are lent the connection would not listen
            jdbc.sql("unlisten peerage_mark").update();
        }
    }
}
