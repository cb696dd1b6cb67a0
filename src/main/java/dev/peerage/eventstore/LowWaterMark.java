package dev.peerage.eventstore;

import java.time.Instant;
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

    /**
     * How far it has come.
     *
     * @param position up to this one every event is visible, to whoever reads from now on, or never will be
     * @param serverStart when the server was started of which that was proven: when PostgreSQL is killed, what had arrived
     *     and was not on the disk is gone, and its positions may be drawn again
     */
    record Settled(long position, Instant serverStart) {}

    private final JdbcClient jdbc;
    private volatile Settled settled = new Settled(0, Instant.EPOCH);
    private long pending;
    private final Set<String> writersOfPending = new HashSet<>();

    LowWaterMark(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** Only moves on while the server runs. What was read before it was asked for must not be judged by it. */
    Settled settled() {
        return settled;
    }

    /**
     * Moves the mark on as far as can be proven now.
     *
     * @param drawn a position that has been drawn before this call, for example that of a visible event, by the server that
     *     has last {@linkplain #answeredBy answered}
     * @return the mark; events up to it that a read before this call did not see must be read again
     */
    synchronized long settle(long drawn) {
        while (settled.position() < drawn) {
            Writers now = writers();
            if (answeredBy(now.serverStart())) {
                // by the one before the position was drawn
                break;
            }
            Set<String> writing = now.transactions();
            if (pending <= settled.position()) {
                pending = drawn;
                writersOfPending.addAll(writing);
            } else {
                writersOfPending.retainAll(writing);
            }
            if (!writersOfPending.isEmpty()) {
                break;
            }
            settled = new Settled(pending, now.serverStart());
        }
        return settled.position();
    }

    /**
     * Tells which server something was read of. It begins anew if that is another one than before.
     *
     * @return whether it is
     */
    synchronized boolean answeredBy(Instant serverStart) {
        if (serverStart.equals(settled.serverStart())) {
            return false;
        }
        settled = new Settled(0, serverStart);
        pending = 0;
        writersOfPending.clear();
        return true;
    }

    private record Writers(Instant serverStart, Set<String> transactions) {}

    /** The transactions that may have drawn a position and are under way. */
    private Writers writers() {
        return jdbc.sql("""
                        select pg_postmaster_start_time(), array(
                            select distinct virtualtransaction from pg_locks
                            where locktype = 'relation' and relation = 'event'::regclass
                            and mode = 'RowExclusiveLock' and granted
                            and database = (select oid from pg_database where datname = current_database()))
                        """)
                .query((row, _) -> new Writers(row.getTimestamp(1).toInstant(), Set.of((String[])
                        row.getArray(2).getArray())))
                .single();
    }
}
