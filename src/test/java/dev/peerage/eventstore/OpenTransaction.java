package dev.peerage.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A transaction that appends step by step, so that tests can say what happens in between. */
final class OpenTransaction implements AutoCloseable {

    private static final AtomicLong SUBJECT = new AtomicLong();

    private final Connection connection;

    private OpenTransaction(Connection connection) {
        this.connection = connection;
    }

    /** Has begun; has its id, and no position yet. */
    static OpenTransaction begin(DataSource database) {
        try {
            Connection connection = database.getConnection();
            connection.setAutoCommit(false);
            OpenTransaction begun = new OpenTransaction(connection);
            begun.number("select pg_current_xact_id()::text::bigint");
            return begun;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends an event, and answers its position. */
    long append() {
        return number("""
                insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                values ('us', 'note/of-transaction-%d', 1, 1, 'NoteTextSet', 1, 1, '', 'tester', '{"note": "x", "text": "y"}')
                returning position
                """.formatted(SUBJECT.incrementAndGet()));
    }

    /** Looks at the log, and keeps what it has seen. */
    void read() {
        number("select count(*) from event");
    }

    void commit() {
        end(Connection::commit);
    }

    void rollback() {
        end(Connection::rollback);
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    private void end(Ending ending) {
        try (Connection ended = connection) {
            ending.of(ended);
            ended.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String query) {
        try (Statement statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rolls back if it has not ended. */
    @Override
    public void close() {
        try {
            if (!connection.isClosed()) {
                rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
