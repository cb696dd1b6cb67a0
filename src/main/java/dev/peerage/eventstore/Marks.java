package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Up to which position everything that another region has written is here. A region writes its own low-water mark and
 * publishes it with its events, in the order of commits: whoever sees a mark sees what it is about, and the database counts
 * that (adr/0016).
 */
public final class Marks {

    /** Of each region; a lower position than the oldest of them is taken for that one, which is here as well. */
    private static final int MOST = 1_000;

    private final JdbcClient jdbc;

    /** By region, for each mark that was read where this region's log ended then. */
    private final Map<Region, NavigableMap<Long, Long>> ends = new ConcurrentHashMap<>();

    /** Of which nothing more comes. */
    private final Set<Region> closed = ConcurrentHashMap.newKeySet();

    private final List<Runnable> onMove = new CopyOnWriteArrayList<>();
    private final List<Runnable> onForget = new CopyOnWriteArrayList<>();
    private final WaitingRoom<OriginPosition> waiting = new WaitingRoom<>();

    Marks(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /**
     * Takes a region's mark over from another log; it counts if that region's events are here that it is about. The one that
     * was here is forgotten: that region may have been restored, and have written below it since.
     */
    public static void take(Region origin, JdbcClient from, DataSource to) {
        record Mark(long position, long events) {}
        Optional<Mark> mark = from.sql("select position, events from mark where origin = ?")
                .param(origin.name())
                .query((row, _) -> new Mark(row.getLong(1), row.getLong(2)))
                .optional();
        JdbcClient here = JdbcClient.create(to);
        forget(origin, here);
        mark.ifPresent(taken -> here.sql("insert into mark (origin, position, events) values (?, ?, ?)")
                .params(origin.name(), taken.position(), taken.events())
                .update());
    }

    /** The next mark of a region is compared with all that is here of it. */
    public static void forget(Region origin, JdbcClient log) {
        log.sql("delete from mark where origin = ?").param(origin.name()).update();
    }

    /** Has something called whenever a mark has moved on. */
    public void onMove(Runnable listener) {
        onMove.add(listener);
    }

    /** Has something called whenever what was known of marks is not any more. */
    public void onForget(Runnable listener) {
        onForget.add(listener);
    }

    /**
     * From now on nothing more is to come of a region: it is gone, and what others had of it is here. Its last mark may lie
     * below its last events, and others may name what was written last and never left it. So its mark is where its events here
     * end, and whatever else is named of it counts as complete, as it is as complete as it can ever be.
     */
    public void close(Region origin) {
        closed.add(origin);
        refresh();
        wake(origin, Long.MAX_VALUE);
    }

    /** The region is back: only its own marks tell what is to come. */
    public void open(Region origin) {
        if (closed.remove(origin)) {
            forget();
            refresh();
        }
    }

    private void wake(Region origin, long position) {
        waiting.wake(new OriginPosition(origin, 0), new OriginPosition(origin, position));
    }

    /** Reads them anew. */
    void refresh() {
        refresh(jdbc);
    }

    /** The same by a connection that is there already. */
    synchronized void refresh(JdbcClient jdbc) {
        record Mark(Region origin, long position, long end) {}
        // one statement, so that the end is that of the log in which the mark is visible
        List<Mark> marks = jdbc.sql("""
                        select origin, position, (select coalesce(max(position), 0) from event) from (
                            select origin, position from mark
                            union all
                            select origin, (select coalesce(max(origin_position), 0) from event e where e.origin = c.origin)
                            from unnest(?::text[]) c (origin)
                        ) known
                        """)
                .param(closed.stream().map(Region::name).toArray(String[]::new))
                .query((row, _) -> new Mark(Region.of(row.getString(1)), row.getLong(2), row.getLong(3)))
                .list();
        boolean moved = false;
        for (Mark mark : marks) {
            NavigableMap<Long, Long> ofOrigin = ends.computeIfAbsent(mark.origin(), _ -> new ConcurrentSkipListMap<>());
            if (ofOrigin.ceilingKey(mark.position()) == null) {
                ofOrigin.put(mark.position(), mark.end());
                moved = true;
                if (ofOrigin.size() > MOST) {
                    ofOrigin.pollFirstEntry();
                }
                wake(mark.origin(), mark.position());
            }
        }
        if (moved) {
            onMove.forEach(Runnable::run);
        }
    }

    /** The database was out of reach: what it had not written to the disk by then is gone, marks and events. */
    synchronized void forget() {
        ends.clear();
        onForget.forEach(Runnable::run);
    }

    /** Of each other region the highest position up to which everything it has written is among what this region's log has. */
    SortedMap<Region, Long> upTo(long passed) {
        SortedMap<Region, Long> complete = new TreeMap<>();
        ends.forEach((origin, ofOrigin) -> ofOrigin.descendingMap().entrySet().stream()
                .filter(mark -> mark.getValue() <= passed)
                .findFirst()
                .ifPresent(mark -> complete.put(origin, mark.getKey())));
        return complete;
    }

    /**
     * Where this region's log has everything that another has written up to one of its positions: that is among what it
     * has up to the position of its own that is answered. Empty if that is not known to be so yet.
     */
    public OptionalLong end(OriginPosition wanted) {
        NavigableMap<Long, Long> ofOrigin = ends.get(wanted.origin());
        Map.Entry<Long, Long> mark = ofOrigin == null ? null : ofOrigin.ceilingEntry(wanted.position());
        if (mark == null && ofOrigin != null && closed.contains(wanted.origin())) {
            mark = ofOrigin.lastEntry();
        }
        return mark == null ? OptionalLong.empty() : OptionalLong.of(mark.getValue());
    }

    /** Whether there is a mark of the region. */
    public boolean knows(Region origin) {
        return ends.containsKey(origin);
    }

    /**
     * Waits until everything is here that a region has written up to one of its positions.
     *
     * @return whether it was in time
     */
    public boolean await(OriginPosition wanted, Deadline until) {
        return waiting.await(wanted, () -> end(wanted).isPresent(), until);
    }

    /** How many threads wait. */
    public int waiting() {
        return waiting.waiting();
    }
}
