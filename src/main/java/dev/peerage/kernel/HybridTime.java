package dev.peerage.kernel;

import java.time.Instant;

/**
 * A reading of a {@link HybridLogicalClock}: 48 bits of milliseconds since the epoch and 16 bits of counter in one
 * number, so later is greater. Close to physical time, yet an effect is always later than its cause. After Kulkarni,
 * Demirbas, Madappa, Avva, Leone, "Logical Physical Clocks", OPODIS 2014.
 *
 * <p>The topmost bit stays 0, so that the number orders alike as a Java {@code long} and as an SQL {@code bigint}; that
 * suffices until the year 6429.
 *
 * @param value {@code millis << 16 | counter}, not negative
 */
public record HybridTime(long value) implements Comparable<HybridTime> {

    static final int COUNTER_BITS = 16;
    static final int MAX_COUNTER = (1 << COUNTER_BITS) - 1;
    static final long MAX_MILLIS = Long.MAX_VALUE >> COUNTER_BITS;

    /**
     * The time of that number, as a clock or a database kept it.
     *
     * @throws IllegalArgumentException if the value is negative
     */
    public HybridTime {
        if (value < 0) {
            throw new IllegalArgumentException("A hybrid time is not negative: " + value);
        }
    }

    /**
     * The time of that millisecond and counter.
     *
     * @param millis since the epoch, 0 to 2<sup>47</sup>-1
     * @param counter 0 to 65,535
     * @throws IllegalArgumentException if either is out of bounds
     */
    public static HybridTime of(long millis, int counter) {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("Milliseconds of a hybrid time are 0 to 2^47-1, not " + millis);
        }
        if (counter < 0 || counter > MAX_COUNTER) {
            throw new IllegalArgumentException("The counter of a hybrid time is 0 to 65535, not " + counter);
        }
        return new HybridTime(millis << COUNTER_BITS | counter);
    }

    /** Milliseconds since the epoch. */
    public long millis() {
        return value >> COUNTER_BITS;
    }

    /** Tells apart the times within one millisecond: 0 to 65,535. */
    public int counter() {
        return (int) (value & MAX_COUNTER);
    }

    /** The physical part, to be shown. */
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public int compareTo(HybridTime other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return instant() + "+" + counter();
    }
}
