package dev.peerage.eventstore;

import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Below which nothing of the log is outstanding.
 *
 * <p>Positions are drawn before their transaction commits, so a lower one may become visible after a higher one, and
 * one that is rolled back never does. A reader that went past an invisible position could skip an event for ever, and
 * one that waited for it could wait for ever. The mark tells them apart exactly, without a clock: a transaction locks the
 * table against changes of its form before it draws a position, and lets go of it when it has ended and what it wrote can
 * be seen (PostgreSQL's documentation, "Explicit Locking", mode {@code ROW EXCLUSIVE}). So every position drawn before
 * some moment belongs to a transaction that holds the lock then, or has ended. Once none of those holds it any more, what is
 * not visible never will be. Whatever else goes on in the database, or beside it in the same server, is not waited for.
 *
 * <p>Prepared transactions, which hold locks under another name, write no events.
 */
final class LowWaterMark {

    private final JdbcClient jdbc;
    private volatile long settled;
    private long pending;
    private final Set<String> writersOfPending = new HashSet<>();

    LowWaterMark(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /**
     * Up to this position every event is visible, to whoever reads from now on, or never will be. Only moves on. What
     * was read before it was asked for must not be judged by it.
     */
    long settled() {
        return settled;
    }

    /**
     * Moves the mark on as far as can be proven now.
     *
     * @param drawn a position that has been drawn before this call, for example that of a visible event
     * @return the mark; events up to it that a read before this call did not see must be read again
     */
    synchronized long settle(long drawn) {
        while (settled < drawn) {
            Set<String> writing = writers();
            if (pending <= settled) {
                pending = drawn;
                writersOfPending.addAll(writing);
            } else {
                writersOfPending.retainAll(writing);
            }
            if (!writersOfPending.isEmpty()) {
                break;
            }
            settled = pending;
        }
        return settled;
    }

    /** The transactions that may have drawn a position and are under way. */
    private Set<String> writers() {
        return jdbc.sql("""
                        select virtualtransaction from pg_locks
                        where locktype = 'relation' and relation = 'event'::regclass and mode = 'RowExclusiveLock' and granted
                        and database = (select oid from pg_database where datname = current_database())
                        """).query((row, _) -> row.getString(1)).set();
    }
}
