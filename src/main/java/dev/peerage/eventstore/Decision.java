package dev.peerage.eventstore;

import org.jspecify.annotations.Nullable;

/** What became of one command of many. */
public sealed interface Decision {

    /**
     * It was decided, and its events, if any, are in the log.
     *
     * @param result what the command handler answered
     * @param position of the last event of the transaction; if it wrote none, one that all it was decided on is not
     *     behind
     */
    record Taken(@Nullable Object result, long position) implements Decision {}

    /** It was refused and wrote nothing. */
    record Refused(RuntimeException why) implements Decision {}

    /** The same, in a transaction that reached {@code position}. */
    default Decision at(long position) {
        return this instanceof Taken taken ? new Taken(taken.result(), position) : this;
    }
}
