package dev.peerage.kernel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A region's clock. It follows the wall clock, yet whatever happens to that one, each {@link #next()} is later than all
 * times this clock issued or accepted before: when the wall clock stands still or steps back, the counter goes on, and
 * carries into the milliseconds when it is exhausted. After Kulkarni et al., OPODIS 2014; see {@link HybridTime}.
 *
 * <p>Safe for use by many threads without locks: the state is one number that only grows.
 */
public final class HybridLogicalClock {

    private final InstantSource wall;
    private final long maxAheadMillis;
    private final AtomicLong latest;

    /**
     * @param wall the physical clock; may stand still, jump and step back
     * @param atLeast the latest time issued or accepted before a restart, whatever the wall clock says now
     * @param maxAhead how far ahead of the wall clock a time may be that is accepted, in whole milliseconds
     * @throws IllegalArgumentException if {@code maxAhead} is negative
     */
    public HybridLogicalClock(InstantSource wall, HybridTime atLeast, Duration maxAhead) {
        if (maxAhead.isNegative()) {
            throw new IllegalArgumentException("A clock cannot accept times at most " + maxAhead + " ahead");
        }
        this.wall = wall;
        this.maxAheadMillis = maxAhead.toMillis();
        this.latest = new AtomicLong(atLeast.value());
    }

    /**
     * The time of a new event: the wall clock's, or just after the latest one if that is not behind.
     *
     * @throws ArithmeticException if {@link HybridTime} has no later value, in the year 6429
     */
    public HybridTime next() {
        long now = HybridTime.of(wallMillis(), 0).value();
        return new HybridTime(latest.updateAndGet(last -> Math.max(Math.incrementExact(last), now)));
    }

    /**
     * Takes note of a time that another region stamped, so that all events written here from now on are later.
     *
     * @return whether it was accepted; false if it is more than {@code maxAhead} ahead of the wall clock. Then this
     *     clock stays as it is: one region with a broken clock must not drag all others into the future.
     */
    public boolean observe(HybridTime time) {
        if (time.millis() - wallMillis() > maxAheadMillis) {
            return false;
        }
        latest.accumulateAndGet(time.value(), Math::max);
        return true;
    }

    /**
     * Goes on from a time that this very clock has issued and does not know of any more, as it was restored from a backup;
     * whatever the wall clock says now, as with {@code atLeast} of a new one.
     */
    public void resume(HybridTime issued) {
        latest.accumulateAndGet(issued.value(), Math::max);
    }

    /** The latest time issued or accepted: what to keep for a restart. */
    public HybridTime latest() {
        return new HybridTime(latest.get());
    }

    /** A machine that lost its date may think itself before 1970; that is only another clock that is far behind. */
    private long wallMillis() {
        return Math.max(0, wall.millis());
    }
}
