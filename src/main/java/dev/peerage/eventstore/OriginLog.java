package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The log as those outside go through it: each region's events in the order of that region's positions, and never past
 * what is complete here. A place in it is a position of each region, which means the same in every region (adr/0017).
 *
 * <p>An event comes behind those that its writer had seen in its own region, whose positions are lower, and not
 * necessarily behind those of others.
 */
public class OriginLog {

    private final EventLog log;
    private final Marks marks;
    private final OwnPositions own;
    private final LogTail tail;
    private final EventCodec codec;
    private final JdbcClient jdbc;

    OriginLog(EventLog log, Marks marks, OwnPositions own, LogTail tail, EventCodec codec, DataSource database) {
        this.log = log;
        this.marks = marks;
        this.own = own;
        this.tail = tail;
        this.codec = codec;
        this.jdbc = JdbcClient.create(database);
    }

    /** Of each region up to which of its positions everything that it has written is in this region's log. */
    public SortedMap<Region, Long> complete() {
        long last = log.head();
        SortedMap<Region, Long> complete = marks.upTo(Long.MAX_VALUE);
        complete.put(log.region(), own.complete(Math.min(log.settle(last), last)));
        return complete;
    }

    /**
     * Of each region up to which of its positions everything that it has written is among what this region's log has up to
     * one of its own, such as a view's. Needs no look at the database.
     */
    public SortedMap<Region, Long> complete(long passed) {
        SortedMap<Region, Long> complete = marks.upTo(passed);
        complete.put(log.region(), own.complete(passed));
        return complete;
    }

    /**
     * Whether everything up to a place is among what this region's log has up to one of its own positions. Of a region that
     * is gone for good it is, as far as it ever will be.
     */
    public boolean has(OriginPositions place, long passed) {
        return place.asMap().entrySet().stream()
                .allMatch(each -> each.getKey().equals(log.region())
                        ? own.here(each.getValue()) <= passed
                        : marks.end(new OriginPosition(each.getKey(), each.getValue()))
                                        .orElse(Long.MAX_VALUE)
                                <= passed);
    }

    /**
     * Events of one region in its order.
     *
     * @param after its position before the first one
     * @param upTo its position of the last one at most; not more than {@link #complete}
     */
    public List<StoredEvent> between(Region origin, long after, long upTo, int limit) {
        if (after >= upTo) {
            return List.of();
        }
        return jdbc.sql("select " + StoredEventMapper.COLUMNS + """
                         from event where origin = ? and origin_position > ? and origin_position <= ?
                        order by origin_position limit ?""")
                .params(origin.name(), after, upTo, limit)
                .query(new StoredEventMapper())
                .list();
    }

    /** Where the writing regions have put these events; of what is not here, nothing. */
    public Map<EventName, Long> positions(Collection<EventName> events) {
        Map<EventName, Long> positions = new HashMap<>();
        if (events.isEmpty()) {
            return positions;
        }
        // each event by its whole name, whatever a plan made while the table was small would have it be
        jdbc.sql("""
                        select n.subject, n.origin, n.sequence, found.origin_position
                        from unnest(:subjects, :origins, :sequences) n (subject, origin, sequence)
                        cross join lateral (
                            select origin_position from event e
                            where e.subject = n.subject and e.origin || '' = n.origin and e.sequence = n.sequence
                            limit 1) found
                        """)
                .param("subjects", events.stream().map(EventName::subject).toArray(String[]::new))
                .param(
                        "origins",
                        events.stream()
                                .map(event -> event.dot().region().name())
                                .toArray(String[]::new))
                .param(
                        "sequences",
                        events.stream().map(event -> event.dot().sequence()).toArray(Long[]::new))
                .query(row -> {
                    Dot dot = new Dot(Region.of(row.getString(2)), row.getLong(3));
                    positions.put(new EventName(row.getString(1), dot), row.getLong(4));
                });
        return positions;
    }

    /** The position of the last event of one region that is here; 0 if there is none. */
    public long last(Region origin) {
        return jdbc.sql("select coalesce(max(origin_position), 0) from event where origin = ?")
                .param(origin.name())
                .query(Long.class)
                .single();
    }

    /** How many events of one region are here between two of its positions, {@code upTo} included. */
    public long count(Region origin, long after, long upTo) {
        return jdbc.sql("select count(*) from event where origin = ? and origin_position > ? and origin_position <= ?")
                .params(origin.name(), after, upTo)
                .query(Long.class)
                .single();
    }

    /** This region. */
    public Region region() {
        return log.region();
    }

    /** @throws UnreadableEvent if this release cannot read it */
    public DomainEvent read(StoredEvent event) {
        return codec.read(event);
    }

    /**
     * Waits until a condition on the log holds; it is looked at whenever the log may have gone on, and each 20 ms.
     *
     * @return whether it held in time
     */
    public boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long seen = tail.appends();
            if (condition.getAsBoolean()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            tail.await(seen, Math.min(left, LogTail.millis(20)));
        }
    }
}
