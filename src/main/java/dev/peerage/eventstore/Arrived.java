package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The highest position of each other region of which an event may have been shown to anybody. What is below may be missing. */
final class Arrived {

    private final Region here;
    private final ConcurrentNavigableMap<Region, Long> latest;

    /** @param latest the highest positions in the log by now, of all regions */
    Arrived(Region here, SortedMap<Region, Long> latest) {
        this.here = here;
        this.latest = new ConcurrentSkipListMap<>(latest);
        this.latest.remove(here);
    }

    /** An event is about to be handed to a view, or to one who decides. */
    void passes(StoredEvent event) {
        Region origin = event.stamp().dot().region();
        if (!origin.equals(here) && latest.getOrDefault(origin, 0L) < event.originPosition()) {
            latest.merge(origin, event.originPosition(), Math::max);
        }
    }

    /** Events up to these positions have passed elsewhere. */
    void passed(SortedMap<Region, Long> positions) {
        positions.forEach((origin, position) -> {
            if (!origin.equals(here)) {
                latest.merge(origin, position, Math::max);
            }
        });
    }

    /** As of now, and later on as of then. */
    SortedMap<Region, Long> latest() {
        return Collections.unmodifiableSortedMap(latest);
    }
}
