package dev.peerage.views;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which subjects' rows are about to change. Who has read a row can tell by it whether the row was at rest from the
 * moment before the reading until now.
 *
 * <p>Subjects share counters by their hash, so the answer may be no because of another subject; it is never yes by
 * mistake.
 */
final class WritesInFlight {

    private static final int STRIPES = 1 << 14;
    private static final int ALL = STRIPES;

    private final AtomicLongArray begun = new AtomicLongArray(STRIPES + 1);
    private final AtomicLongArray ended = new AtomicLongArray(STRIPES + 1);

    void begin(Collection<String> subjects) {
        subjects.forEach(subject -> begun.incrementAndGet(stripe(subject)));
    }

    /** After their transaction has ended, in whichever way. */
    void end(Collection<String> subjects) {
        subjects.forEach(subject -> ended.incrementAndGet(stripe(subject)));
    }

    void beginAll() {
        begun.incrementAndGet(ALL);
    }

    void endAll() {
        ended.incrementAndGet(ALL);
    }

    /**
     * A moment in the life of a subject's row.
     *
     * @param begun how many writes had begun, of this subject and of all
     */
    record Moment(boolean atRest, long begun, long begunOfAll) {}

    Moment now(String subject) {
        int stripe = stripe(subject);
        // what has ended is read first: equal numbers then mean that nothing was under way when the second was read
        long endedHere = ended.get(stripe);
        long endedOfAll = ended.get(ALL);
        long begunHere = begun.get(stripe);
        long begunOfAll = begun.get(ALL);
        return new Moment(endedHere == begunHere && endedOfAll == begunOfAll, begunHere, begunOfAll);
    }

    boolean atRestSince(Moment moment, String subject) {
        return moment.atRest() && begun.get(stripe(subject)) == moment.begun() && begun.get(ALL) == moment.begunOfAll();
    }

    private static int stripe(String subject) {
        int hash = subject.hashCode() * 0x9E3779B9; // Knuth's multiplicative hash: its high bits depend on all
        return hash >>> (Integer.SIZE - 14);
    }
}
