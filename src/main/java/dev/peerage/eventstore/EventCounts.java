package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many events of each region a log has: exact, and cheap to ask for again and again. What lies below the low-water
 * mark is counted once, and from then on only what came after it.
 */
public final class EventCounts {

    /** So many at a time: the first count of a long log must not outlast what its connection allows a statement. */
    private static final int STEP = 500_000;

    private final int step;
    private final JdbcClient jdbc;
    private final LowWaterMark mark;
    private final SortedMap<Region, Long> settled = new TreeMap<>();
    private long upTo;

    /** @param log the database of any region */
    public EventCounts(DataSource log) {
        this(log, STEP);
    }

    EventCounts(DataSource log, int step) {
        this.step = step;
        this.jdbc = JdbcClient.create(log);
        this.mark = new LowWaterMark(log);
    }

    /** The events that are visible now. A region without events is left out. */
    public synchronized SortedMap<Region, Long> now() {
        record Log(long head, Instant serverStart) {}
        Log log = jdbc.sql("select coalesce(max(position), 0), pg_postmaster_start_time() from event")
                .query((row, _) -> new Log(row.getLong(1), row.getTimestamp(2).toInstant()))
                .single();
        if (mark.answeredBy(log.serverStart())) {
            // what had arrived and was not on the disk yet when the server was killed is gone, and arrives again
            settled.clear();
            upTo = 0;
        }
        long head = log.head();
        long below = mark.settle(head);
        while (below - upTo > step) {
            upTo = countStep(below);
        }
        SortedMap<Region, Long> newlySettled = new TreeMap<>();
        SortedMap<Region, Long> all = new TreeMap<>(settled);
        jdbc.sql("""
                        select origin, count(*) filter (where position <= :below), count(*)
                        from event where position > :upTo group by origin
                        """).param("below", below).param("upTo", upTo).query(row -> {
            Region origin = Region.of(row.getString(1));
            newlySettled.put(origin, row.getLong(2));
            all.merge(origin, row.getLong(3), Long::sum);
        });
        newlySettled.forEach((origin, count) -> settled.merge(origin, count, Long::sum));
        upTo = Math.max(upTo, below);
        return all;
    }

    /** Counts some of the events up to a mark; returns the position of the last one, or the mark if they were all. */
    private long countStep(long below) {
        long last = jdbc.sql("""
                        select coalesce(max(position), :below) from (
                            select position from event where position > :upTo and position <= :below order by position limit :step)
                        """)
                .param("below", below)
                .param("upTo", upTo)
                .param("step", step)
                .query(Long.class)
                .single();
        SortedMap<Region, Long> counted = new TreeMap<>();
        jdbc.sql("select origin, count(*) from event where position > :upTo and position <= :last group by origin")
                .param("upTo", upTo)
                .param("last", last)
                .query(row -> {
                    counted.put(Region.of(row.getString(1)), row.getLong(2));
                });
        counted.forEach((origin, count) -> settled.merge(origin, count, Long::sum));
        return last;
    }
}
