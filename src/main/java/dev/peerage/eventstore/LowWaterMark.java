package dev.peerage.eventstore;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Below which nothing of the log is outstanding.
 *
 * <p>Positions are drawn before their transaction commits, so a lower one may become visible after a higher one, and
 * one that is rolled back never does. A reader that went past an invisible position could skip an event for ever, and
 * one that waited for it could wait for ever. The mark tells them apart exactly, without a clock: a transaction has its
 * id before it draws a position (see the table's definition), so every position drawn before some moment belongs to a
 * transaction whose id is below one that is given out after that moment. Once the {@code xmin} of a snapshot has
 * reached that id, they have all ended, and what is not visible by then never will be.
 *
 * <p>A snapshot's {@code xmax} could not stand for that id: it is one above the latest transaction that has
 * <em>ended</em>, and those under way may have higher ones. So the mark takes an id, from a transaction that writes
 * nothing, for each gap that it has to tell about.
 */
final class LowWaterMark {

    private final JdbcClient jdbc;
    private volatile long settled;
    private long pending;
    private long endOfPending;

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
            if (pending <= settled) {
                endOfPending = newTransactionId();
                pending = drawn;
            }
            if (oldestUnderWay() < endOfPending) {
                break;
            }
            settled = pending;
        }
        return settled;
    }

    private long newTransactionId() {
        return number("select pg_current_xact_id()::text::bigint");
    }

    /** All transactions with lower ids have ended. */
    private long oldestUnderWay() {
        return number("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
    }

    private long number(String query) {
        return jdbc.sql(query).query(Long.class).single();
    }
}
