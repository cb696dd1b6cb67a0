package dev.peerage.eventstore;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where this region's own events are in its log: at the positions they were written at, which tokens name, but for those
 * that were taken back from peers after a restoration (adr/0014), which lie behind all of them.
 */
public final class OwnPositions {

    /** The events behind one of the positions they were written at, up to another, and where the last of them is here. */
    private record TakenBack(long after, long upTo, long end) {}

    private final JdbcClient jdbc;
    private volatile TakenBack takenBack;

    OwnPositions(DataSource database) {
        this.jdbc = JdbcClient.create(database);
        this.takenBack = written();
    }

    private TakenBack written() {
        return jdbc.sql("select taken_back_after, taken_back_up_to, taken_back_end from this_region")
                .query((row, _) -> new TakenBack(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** Looks where they are after some were taken back, and writes it down. */
    public static void tookBack(JdbcClient log) {
        log.sql("""
                        update this_region set (taken_back_after, taken_back_up_to, taken_back_end) = (
                            select coalesce(min(origin_position) - 1, 0), coalesce(max(origin_position), 0),
                                   coalesce(max(position), 0)
                            from event where origin = name and position <> origin_position)
                        """).update();
    }

    /** Reads anew what was written down. */
    public void refresh() {
        takenBack = written();
    }

    /** Up to which position of this log all is that was written up to one of its positions. */
    public long here(long own) {
        TakenBack back = takenBack;
        return own > back.after() && own <= back.upTo() ? back.end() : own;
    }

    /** Up to which of its positions everything that was written is among what this log has up to one. */
    public long complete(long passed) {
        TakenBack back = takenBack;
        return passed < back.end() ? Math.min(passed, back.after()) : passed;
    }
}
