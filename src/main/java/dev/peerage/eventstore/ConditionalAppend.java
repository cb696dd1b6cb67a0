package dev.peerage.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Appends if nothing has come to the log since some position that would make a difference. To look and to append are one
 * step: the table is locked so that nobody else appends in between, no event that arrives from another region either. The
 * lock is granted when all who are writing have committed, so that what they have written is seen.
 *
 * <p>All writers wait for that moment. So it is kept short: what can be looked at before is, and a writer that does not come to
 * its end is not waited for long, as others would wait behind. Of this process one asks for the lock at a time; those who
 * stand in line hold no connection.
 */
final class ConditionalAppend {

    /**
     * The weakest lock that two do not have at once and that keeps out who inserts (PostgreSQL's documentation, "Explicit
     * Locking"). A statement that appends has its own lock on the table before it locks a row, so none waits for another
     * in a circle.
     */
    private static final String KEEP_WRITERS_OUT =
            // longer than it takes the database to have its own housekeeping give way, which is deadlock_timeout
            "set local lock_timeout = '3s'; lock table event in share row exclusive mode";

    private static final String ARE_ANY = """
            select exists (select from event where position > ? and starts_with(subject, ?))
            """;

    private final DataSource database;
    private final EventLog log;
    private final ReentrantLock turn = new ReentrantLock(true);

    ConditionalAppend(DataSource database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /** The statement that appends, and answers the position of the last event. */
    interface Append {
        long on(Connection connection) throws SQLException;
    }

    /** @throws Refusal.PreconditionFailed if the condition does not hold */
    long unless(UnchangedSince changed, Append append) throws SQLException {
        mustNotBeAny(changed);
        turn.lock();
        try {
            // whoever was before in the line may have come between
            mustNotBeAny(changed);
            long looked = looked(changed);
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute(KEEP_WRITERS_OUT);
                }
                mustNotBeAny(connection, changed, looked);
                long last = append.on(connection);
                connection.commit();
                return last;
            }
        } finally {
            turn.unlock();
        }
    }

    private void mustNotBeAny(UnchangedSince changed) throws SQLException {
        try (Connection connection = database.getConnection()) {
            mustNotBeAny(connection, changed, changed.position());
        }
    }

    /** Up to where it need not be looked at again: what is not visible there by now never will be. */
    private long looked(UnchangedSince changed) throws SQLException {
        long end = log.head();
        if (changed.position() > end) {
            throw failed();
        }
        long settled = Math.min(log.settle(end), end);
        mustNotBeAny(changed);
        return Math.max(changed.position(), settled);
    }

    private static void mustNotBeAny(Connection connection, UnchangedSince changed, long after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ARE_ANY)) {
            statement.setLong(1, after);
            statement.setString(2, changed.subjects());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                if (result.getBoolean(1)) {
                    throw failed();
                }
            }
        }
    }

    private static Refusal.PreconditionFailed failed() {
        return new Refusal.PreconditionFailed("what was listed has changed since");
    }
}
