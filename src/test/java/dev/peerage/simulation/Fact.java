package dev.peerage.simulation;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * An event as {@link Definitions} know it: plain values, and instead of a version vector the set itself of those events
 * of its subject that its writer held.
 *
 * @param number its own among all events of a run
 * @param subject such as {@code user/u1}
 * @param field what it sets; {@link #DELETED}, {@link #ADDED} and {@link #REMOVED} are fields, too
 * @param time milliseconds and counter, as one number
 * @param seen numbers of events
 */
record Fact(
        int number,
        String subject,
        String field,
        @Nullable String value,
        String region,
        long sequence,
        long time,
        BitSet seen) {

    static final String DELETED = "deleted";
    static final String ADDED = "added";
    static final String REMOVED = "removed";

    boolean is(String what) {
        return field.equals(what);
    }

    boolean saw(Fact other) {
        return seen.get(other.number);
    }
}
