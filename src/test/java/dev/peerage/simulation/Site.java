package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;

/**
 * A region at one moment, never changed, so that orderings that begin alike share their beginning. All wall clocks stand
 * still at the same time: so regions stamp equal times as often as can be.
 *
 * @param rows all events that are here, folded
 * @param held the numbers of these events, a bit each
 * @param latest of its clock
 */
record Site(Region region, Rows rows, long held, HybridTime latest) {

    private static final InstantSource WALL = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    static Site empty(Region region, Logic logic) {
        return new Site(region, new Rows(logic), 0, new HybridTime(0));
    }

    /** What the region writes next. */
    Event write(DomainEvent domain, int number, int place) {
        HybridLogicalClock clock = new HybridLogicalClock(WALL, latest, Logic.MAX_AHEAD);
        VersionVector seen = rows.version(domain.subject());
        Stamp stamp = new Stamp(new Dot(region, seen.get(region) + 1), seen, clock.next());
        return Event.of(domain, stamp, place, number, BitSet.valueOf(new long[] {held}));
    }

    /** With those of the events that are not here yet. */
    Site with(List<Event> events) {
        if (events.stream().allMatch(this::holds)) {
            return this;
        }
        HybridLogicalClock clock = new HybridLogicalClock(WALL, latest, Logic.MAX_AHEAD);
        Rows after = rows.copy();
        long all = held;
        for (Event event : events) {
            if (!holds(event)) {
                clock.observe(event.stamp().time());
                after.fold(event);
                all |= 1L << event.fact().number();
            }
        }
        return new Site(region, after, all, clock.latest());
    }

    private boolean holds(Event event) {
        return (held >>> event.fact().number() & 1) == 1;
    }
}
