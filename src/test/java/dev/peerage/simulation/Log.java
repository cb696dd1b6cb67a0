package dev.peerage.simulation;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A region's table of events, in the order in which they were written or received here. Survives crashes. */
final class Log {

    /** The events of one subject, from all regions. */
    private static final class Stream {
        final List<Event> events = new ArrayList<>();
        final BitSet numbers = new BitSet();
        VersionVector version = VersionVector.none();
    }

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Stream> streams = new HashMap<>();
    private final Map<Region, List<Event>> byOrigin = new HashMap<>();
    private final BitSet numbers = new BitSet();

    /** As a backup has it: all that was here when the log was so long. */
    Log firstOnes(int length) {
        Log copy = new Log();
        events.subList(0, length).forEach(copy::append);
        return copy;
    }

    int size() {
        return events.size();
    }

    Event get(int position) {
        return events.get(position);
    }

    List<Event> events() {
        return events;
    }

    List<Event> of(Region origin) {
        return byOrigin.computeIfAbsent(origin, _ -> new ArrayList<>());
    }

    List<Event> of(String subject) {
        return stream(subject).events;
    }

    VersionVector version(String subject) {
        return stream(subject).version;
    }

    /** The plain set of the subject's events here. */
    BitSet seen(String subject) {
        return (BitSet) stream(subject).numbers.clone();
    }

    /** All that is here. */
    BitSet numbers() {
        return numbers;
    }

    private Stream stream(String subject) {
        return streams.computeIfAbsent(subject, _ -> new Stream());
    }

    /**
     * Whether the event is here already, as its unique key tells.
     *
     * @throws AssertionError if another event is here in its place, or those before it are not
     */
    boolean holds(Event event) {
        List<Event> known = of(event.origin());
        if (event.place() > known.size()) {
            throw new AssertionError(
                    "received out of order, after %d of its origin: %s".formatted(known.size(), event));
        }
        if (event.place() == known.size()) {
            if (version(event.subject()).covers(event.stamp().dot())) {
                throw new AssertionError("a dot was used twice: " + event);
            }
            return false;
        }
        if (known.get(event.place()) != event) {
            throw new AssertionError("a dot was used twice: %s, and %s".formatted(known.get(event.place()), event));
        }
        return true;
    }

    void append(Event event) {
        Stream stream = stream(event.subject());
        stream.events.add(event);
        stream.numbers.set(event.fact().number());
        stream.version = stream.version.with(event.stamp().dot());
        events.add(event);
        numbers.set(event.fact().number());
        of(event.origin()).add(event);
    }

    /** What the event store asks its table when it starts: the highest time not above the bound, or of its own. */
    HybridTime latestTime(Region own, HybridTime bound) {
        HybridTime latest = new HybridTime(0);
        for (Event event : events) {
            HybridTime time = event.stamp().time();
            boolean counts = time.compareTo(bound) <= 0 || event.origin().equals(own);
            latest = counts && time.compareTo(latest) > 0 ? time : latest;
        }
        return latest;
    }
}
