package dev.peerage.eventstore;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Below which nothing of the log is outstanding.
 *
 * <p>Positions are drawn before their transaction commits, so a lower one may become visible after a higher one, and one
 * that is rolled back never does. A reader that went past an invisible position could skip an event for ever, and one that
 * waited for it could wait for ever. The mark tells them apart exactly, without a clock: a transaction has its id before
 * it draws a position (see the table's definition), so every position drawn before some moment belongs to a transaction
 * below the {@code xmax} of a snapshot taken after that moment; once a later snapshot's {@code xmin} has reached that
 * {@code xmax}, they have all ended, and what is not visible by then never will be.
 */
final class LowWaterMark {

    private record Snapshot(long xmin, long xmax) {}

    private final JdbcClient jdbc;
    private volatile long settled;
    private long pending;
    private long pendingXmax;

    LowWaterMark(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** Up to this position every event is visible or never will be. Only moves on. */
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
        if (settled >= drawn) {
            return settled;
        }
        Snapshot now = snapshot();
        if (pending > settled && now.xmin() >= pendingXmax) {
            settled = pending;
        }
        if (now.xmin() == now.xmax()) {
            settled = Math.max(settled, drawn);
        } else if (pending <= settled) {
            pending = drawn;
            pendingXmax = now.xmax();
        }
        return settled;
    }

    private Snapshot snapshot() {
        return jdbc.sql("""
                        select pg_snapshot_xmin(s)::text::bigint as xmin, pg_snapshot_xmax(s)::text::bigint as xmax
                        from pg_current_snapshot() s
                        """)
                .query((row, _) -> new Snapshot(row.getLong(1), row.getLong(2)))
                .single();
    }
}
