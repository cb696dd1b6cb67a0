package dev.peerage.eventstore;

import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import java.time.Duration;
import java.time.InstantSource;

/** This region's clock, to be looked at: looking does not move it. */
public class RegionClock {

    private final HybridLogicalClock hybrid;
    private final InstantSource wall;
    private final Duration maxAhead;

    RegionClock(HybridLogicalClock hybrid, InstantSource wall, Duration maxAhead) {
        this.hybrid = hybrid;
        this.wall = wall;
        this.maxAhead = maxAhead;
    }

    /** What an event written now would be stamped with at least. */
    public HybridTime now() {
        HybridTime physical = HybridTime.of(wallMillis(), 0);
        HybridTime latest = hybrid.latest();
        return latest.compareTo(physical) > 0 ? latest : physical;
    }

    /** How far ahead of the wall clock a stamp may be and still move the hybrid clock on. */
    public Duration maxAhead() {
        return maxAhead;
    }

    /** The last time that is not too far ahead at this moment. */
    public HybridTime horizon() {
        long millis = Math.min(wallMillis() + maxAhead.toMillis(), (Long.MAX_VALUE >> 16) - 1);
        return new HybridTime(HybridTime.of(millis + 1, 0).value() - 1);
    }

    private long wallMillis() {
        return Math.max(0, wall.millis());
    }
}
