package dev.peerage.sync;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.OriginLog;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import dev.peerage.sync.ChangeToken.WithinEvent;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * One page's way through the events that a consumer has not seen, region by region: gathers the resources they are about,
 * and those that are shown otherwise because of them, until the page is full. For one thread, once.
 */
final class Walk {

    /** Most events are several of one subject. */
    private static final int EVENTS_PER_ITEM = 4;

    private static final int MOST_EVENTS = 2_000;

    /** As many are looked at for one page at most, be they all about what is on it already. */
    private static final int MOST_WALKED = 10_000;

    private final OriginLog log;
    private final Types types;
    private final int limit;
    private final SequencedSet<Resource> resources = new LinkedHashSet<>();
    private OriginPositions reached;
    private int walked;
    private @Nullable WithinEvent within;

    /** @param first resources to begin with, not more than the limit */
    Walk(
            OriginLog log,
            Types types,
            int limit,
            Collection<Resource> first,
            OriginPositions reached,
            @Nullable WithinEvent within) {
        this.log = log;
        this.types = types;
        this.limit = limit;
        this.resources.addAll(first);
        this.reached = reached;
        this.within = within;
    }

    /** Goes on until the page is full, or everything up to these positions was seen. */
    void upTo(OriginPositions complete) {
        // what is under way is finished first, as a token has one place
        if (within != null && !goThrough(within.origin(), complete)) {
            return;
        }
        for (Region origin : complete.asMap().keySet()) {
            if (!goThrough(origin, complete)) {
                return;
            }
        }
    }

    Collection<Resource> resources() {
        return resources;
    }

    OriginPositions reached() {
        return reached;
    }

    @Nullable
    WithinEvent within() {
        return within;
    }

    /** Returns whether everything of a region up to its position was seen; if not, the page is full. */
    private boolean goThrough(Region origin, OriginPositions complete) {
        while (walked < MOST_WALKED) {
            List<StoredEvent> events = log.between(
                    origin, reached.get(origin), complete.get(origin), Math.min(limit * EVENTS_PER_ITEM, MOST_EVENTS));
            if (events.isEmpty()) {
                reached(origin, complete.get(origin));
                within = null;
                return true;
            }
            walked += events.size();
            if (!goThrough(origin, events)) {
                return false;
            }
        }
        return false;
    }

    /** Returns whether the page was not full before the last of these events that could be told about. */
    private boolean goThrough(Region origin, List<StoredEvent> events) {
        AffectedResources affected =
                AffectedResources.by(events.stream().map(this::stamped).toList(), types, within, limit);
        for (int i = 0; i < events.size(); i++) {
            StoredEvent event = events.get(i);
            if (within == null) {
                if (!add(Resource.of(event.subject()))) {
                    return false;
                }
                within = new WithinEvent(origin, event.originPosition(), null);
            }
            for (Resource other : affected.by(i)) {
                if (!add(other)) {
                    return false;
                }
                within = new WithinEvent(origin, event.originPosition(), other);
            }
            if (affected.isCutWithin(i)) {
                return true;
            }
            within = null;
            reached(origin, event.originPosition());
        }
        return true;
    }

    private boolean add(Resource resource) {
        return resources.contains(resource) || (resources.size() < limit && resources.add(resource));
    }

    private void reached(Region origin, long position) {
        reached = reached.with(origin, Math.max(position, reached.get(origin)));
    }

    private StampedEvent<DomainEvent> stamped(StoredEvent event) {
        return new StampedEvent<>(log.read(event), event.stamp());
    }
}
