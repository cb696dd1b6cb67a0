package dev.peerage.convergence;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A number that a query has counted not long ago, for a gauge: however often it is looked at, the database spends at
 * most a hundredth of its time on it.
 */
public final class CountedLately {

    private static final long SHORTEST = Duration.ofSeconds(5).toNanos();
    private static final int SHARE = 100;

    private final LongSupplier query;
    private final LongSupplier nanos;
    private boolean counted;
    private long value;
    private long goodUntil;

    public CountedLately(LongSupplier query) {
        this(query, System::nanoTime);
    }

    CountedLately(LongSupplier query, LongSupplier nanos) {
        this.query = query;
        this.nanos = nanos;
    }

    public synchronized double value() {
        long begin = nanos.getAsLong();
        if (!counted || begin - goodUntil >= 0) {
            value = query.getAsLong();
            counted = true;
            long end = nanos.getAsLong();
            goodUntil = end + Math.max(SHORTEST, (end - begin) * SHARE);
        }
        return value;
    }
}
