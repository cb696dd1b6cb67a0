package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one region has written, as tests write it down: {@code in("us").seeing("eu~1").event(first).event(second)}.
 * Immutable.
 *
 * <p>A region has always seen its own events of the same subject before. Where no time is given, each event of a
 * history is a millisecond later than the one before, whichever region wrote that.
 */
public final class Writing {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private record Entry(
            DomainEvent event, VersionVector seen, @Nullable HybridTime time) {}

    private final Region region;
    private final long before;
    private final VersionVector seen;
    private final @Nullable HybridTime time;
    private final List<Entry> entries;

    private Writing(Region region, long before, VersionVector seen, @Nullable HybridTime time, List<Entry> entries) {
        this.region = region;
        this.before = before;
        this.seen = seen;
        this.time = time;
        this.entries = List.copyOf(entries);
    }

    /** The region of that name, which has written nothing yet. */
    public static Writing in(String region) {
        return new Writing(Region.of(region), 0, VersionVector.none(), null, List.of());
    }

    /** It has written that many events of each subject already. */
    public Writing after(long events) {
        return new Writing(region, events, seen, time, entries);
    }

    /** From here on it has seen this version of the aggregate too, such as {@code eu~2.us~1}. */
    public Writing seeing(String version) {
        return new Writing(region, before, seen.join(VersionVector.parse(version)), time, entries);
    }

    /** When it writes the next event; those after it are a millisecond later each. */
    public Writing at(Instant instant) {
        return new Writing(region, before, seen, HybridTime.of(instant.toEpochMilli(), 0), entries);
    }

    /** It writes an event. */
    public Writing event(DomainEvent event) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(event, seen, time));
        HybridTime later = time == null ? null : HybridTime.of(time.millis() + 1, 0);
        return new Writing(region, before, seen, later, more);
    }

    /**
     * The history that these writings make, in the order in which they are given. A region may be given several times.
     */
    public static List<StampedEvent<DomainEvent>> history(Writing... writings) {
        List<StampedEvent<DomainEvent>> history = new ArrayList<>();
        Map<String, VersionVector> written = new HashMap<>();
        HybridTime latest = HybridTime.of(BEGINNING.toEpochMilli(), 0);
        for (Writing writing : writings) {
            for (Entry entry : writing.entries) {
                HybridTime time = entry.time() == null ? HybridTime.of(latest.millis() + 1, 0) : entry.time();
                String subject = entry.event().subject();
                VersionVector known = written.getOrDefault(subject, VersionVector.none());
                Dot dot = new Dot(writing.region, Math.max(known.get(writing.region), writing.before) + 1);
                VersionVector own = dot.sequence() == 1
                        ? VersionVector.none()
                        : VersionVector.of(new Dot(writing.region, dot.sequence() - 1));
                history.add(new StampedEvent<>(entry.event(), new Stamp(dot, own.join(entry.seen()), time)));
                written.put(subject, known.with(dot));
                latest = time;
            }
        }
        return history;
    }
}
