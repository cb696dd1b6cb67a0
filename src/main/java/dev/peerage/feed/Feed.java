package dev.peerage.feed;

import dev.peerage.eventstore.EventName;
import dev.peerage.eventstore.OriginLog;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.eventstore.UnreadableEvent;
import dev.peerage.eventstore.WriteGate;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * All events in public, in an order that is causal within each subject. A place in it is of each region the position up
 * to which its events were delivered, so it means the same in every region, and never expires (adr/0018).
 */
@Component
class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final OriginLog log;
    private final CloudEvents events;
    private final WriteGate gate;

    /** So that each who comes by does not say it again. */
    private volatile String stoppedAt = "";

    Feed(OriginLog log, CloudEvents events, WriteGate gate) {
        this.log = log;
        this.events = events;
        this.gate = gate;
    }

    /**
     * A part of the feed.
     *
     * @param reached the place behind it
     * @param upTo up to where there might have been events
     * @param waiting of each region the first event that is not among these, though it is here
     * @param full whether it has as many events as were asked for, so that more may follow
     */
    record Page(
            List<FeedEvent> events,
            OriginPositions reached,
            OriginPositions upTo,
            Map<Region, Long> waiting,
            boolean full) {

        /** Whether nothing up to these positions is missing, or is still to come on later pages. */
        boolean reaches(Map<Region, Long> positions) {
            return full
                    || positions.entrySet().stream()
                            .allMatch(named -> named.getValue() <= upTo.get(named.getKey())
                                    && named.getValue() < waiting.getOrDefault(named.getKey(), Long.MAX_VALUE));
        }
    }

    /** Up to where everything is here that the regions have written. */
    OriginPositions end() {
        return OriginPositions.of(log.complete());
    }

    /** At most {@code limit} events behind a place, which may be one that another region has given. */
    Page read(OriginPositions after, OriginPositions upTo, int limit) {
        CausalMerge merge = merge(after, upTo, limit);
        List<FeedEvent> page = new ArrayList<>();
        Optional<StoredEvent> next = merge.next();
        while (next.isPresent() && page.size() < limit) {
            tell(next.get(), merge).ifPresent(page::add);
            next = merge.next();
        }
        return new Page(page, merge.delivered(), upTo, merge.waiting(), page.size() == limit);
    }

    /**
     * The same, up to where everything is here, as soon as nothing is missing that is named.
     *
     * @param named of each region a position
     * @return empty if it does not come in time
     */
    Optional<Page> read(OriginPositions after, int limit, Map<Region, Long> named, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Page page = read(after, end(), limit);
            if (page.reaches(named)) {
                return Optional.of(page);
            }
            if (!await(() -> !end().equals(page.upTo()), Duration.ofNanos(deadline - System.nanoTime()))) {
                return Optional.empty();
            }
        }
    }

    private CausalMerge merge(OriginPositions after, OriginPositions upTo, int limit) {
        Map<Region, List<StoredEvent>> coming = new TreeMap<>();
        Map<EventName, Long> positions = new HashMap<>();
        upTo.asMap().forEach((origin, last) -> {
            List<StoredEvent> next = log.between(origin, after.get(origin), last, limit);
            coming.put(origin, next);
            next.forEach(event ->
                    positions.put(new EventName(event.subject(), event.stamp().dot()), event.originPosition()));
        });
        Set<EventName> seen = new HashSet<>();
        coming.values().forEach(ofOrigin -> ofOrigin.forEach(event -> seen.addAll(CausalMerge.seenElsewhere(event))));
        seen.removeAll(positions.keySet());
        positions.putAll(log.positions(seen));
        return new CausalMerge(after, coming, positions);
    }

    /** One that this release cannot read is never skipped: its region stops at it. */
    private Optional<FeedEvent> tell(StoredEvent event, CausalMerge merge) {
        try {
            Region origin = event.stamp().dot().region();
            FeedEvent told = events.of(event, merge.delivered().with(origin, event.originPosition()));
            merge.deliver(event);
            return Optional.of(told);
        } catch (UnreadableEvent unreadable) {
            if (!event.eventId().equals(stoppedAt)) {
                LOG.warn("The feed stops: {}", unreadable.getMessage());
                stoppedAt = event.eventId();
            }
            merge.stop(event);
            return Optional.empty();
        }
    }

    /** Whether no event of this region can have this place yet. While it does not write, it may be about to be given some back. */
    boolean isAhead(OriginPositions place) {
        return gate.closedBecause().isEmpty() && place.get(log.region()) > log.last(log.region());
    }

    /** How many events there are from one place to another. */
    long count(OriginPositions after, OriginPositions upTo) {
        return upTo.asMap().entrySet().stream()
                .filter(end -> end.getValue() > after.get(end.getKey()))
                .mapToLong(end -> log.count(end.getKey(), after.get(end.getKey()), end.getValue()))
                .sum();
    }

    /** Waits until a condition on the log holds, such as that it has gone on. */
    boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        return log.await(condition, patience);
    }

    /** The region whose log this is. */
    Region region() {
        return log.region();
    }
}
