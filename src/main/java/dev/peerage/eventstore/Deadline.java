package dev.peerage.eventstore;

import java.time.Duration;

/**
 * The moment at which waiting ends, however many things are waited for until then.
 *
 * @param nanoTime by {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** So much later than now. */
    public static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** How long it is until then; nothing or less when it is over. */
    public Duration remaining() {
        return Duration.ofNanos(left());
    }

    /** Nanoseconds until then; none or less when it is over. */
    long left() {
        return nanoTime - System.nanoTime();
    }
}
