package dev.peerage.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Nothing can be written about nodes while it is held, as if the database were out of reach. */
final class TableLock implements AutoCloseable {

    private final Connection connection;

    TableLock(DataSource database) {
        try {
            connection = database.getConnection();
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table node in exclusive mode");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
