package dev.peerage.feed;

import dev.peerage.eventstore.EventName;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One order made of several regions' orders, in which no event comes before one of its subject that its writer had seen.
 * Of a region itself its order sees to that; an event that has seen others' waits for those (adr/0018).
 *
 * <p>No two regions can wait for each other: in each, positions are drawn in the order of time, and what was seen had been
 * drawn before. Among those that may come, the one that was stamped first does.
 */
final class CausalMerge {

    private final SortedMap<Region, Deque<StoredEvent>> coming = new TreeMap<>();
    private final Set<Region> stopped = new HashSet<>();
    private final Map<EventName, Long> positions;
    private OriginPositions delivered;

    /**
     * @param after what was delivered before
     * @param coming of each region what follows there, without a gap
     * @param positions of what {@link #seenElsewhere} names; what is not in the log is not in it
     */
    CausalMerge(OriginPositions after, Map<Region, List<StoredEvent>> coming, Map<EventName, Long> positions) {
        this.delivered = after;
        this.positions = positions;
        coming.forEach((origin, events) -> this.coming.put(origin, new ArrayDeque<>(events)));
    }

    /** What an event waits for: of each other region the last event of the subject that its writer had seen. */
    static List<EventName> seenElsewhere(StoredEvent event) {
        List<EventName> seen = new ArrayList<>();
        event.stamp().seen().entries().forEach((region, sequence) -> {
            if (!region.equals(origin(event))) {
                seen.add(new EventName(event.subject(), new Dot(region, sequence)));
            }
        });
        return seen;
    }

    /** The next one; empty if there is none, or none that may come yet. */
    Optional<StoredEvent> next() {
        StoredEvent first = null;
        for (Map.Entry<Region, Deque<StoredEvent>> ofOrigin : coming.entrySet()) {
            StoredEvent head = ofOrigin.getValue().peekFirst();
            if (head != null
                    && !stopped.contains(ofOrigin.getKey())
                    && (first == null
                            || head.stamp().time().compareTo(first.stamp().time()) < 0)
                    && mayCome(head)) {
                first = head;
            }
        }
        return Optional.ofNullable(first);
    }

    private boolean mayCome(StoredEvent event) {
        for (EventName seen : seenElsewhere(event)) {
            Long position = positions.get(seen);
            if (position == null || position > delivered.get(seen.dot().region())) {
                return false;
            }
        }
        return true;
    }

    /** It is delivered. @return the place behind it */
    OriginPositions deliver(StoredEvent next) {
        Region origin = origin(next);
        Deque<StoredEvent> ofOrigin = coming.get(origin);
        if (ofOrigin == null || ofOrigin.pollFirst() != next) {
            throw new IllegalArgumentException(next.eventId() + " is not the next of its region");
        }
        delivered = delivered.with(origin, next.originPosition());
        return delivered;
    }

    /** It cannot be told: nothing more of its region. */
    void stop(StoredEvent next) {
        stopped.add(origin(next));
    }

    /** What was delivered, with what was before. */
    OriginPositions delivered() {
        return delivered;
    }

    /** Of each region the position of what would come next there, and does not yet. */
    Map<Region, Long> waiting() {
        Map<Region, Long> waiting = new TreeMap<>();
        coming.forEach((origin, events) -> {
            StoredEvent head = events.peekFirst();
            if (head != null) {
                waiting.put(origin, head.originPosition());
            }
        });
        return waiting;
    }

    private static Region origin(StoredEvent event) {
        return event.stamp().dot().region();
    }
}
