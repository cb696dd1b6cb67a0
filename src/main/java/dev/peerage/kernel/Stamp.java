package dev.peerage.kernel;

import java.util.Comparator;

/**
 * What every event carries, and all that the convergent types know of it beside its fact.
 *
 * @param dot which event this is
 * @param seen which events of the same aggregate its writer had observed; never the event itself
 * @param time when it was written, by the writer's hybrid logical clock
 */
public record Stamp(Dot dot, VersionVector seen, HybridTime time) {

    /**
     * The last writer is the greatest: by time, then by region. A region's clock never issues a time twice, so that
     * decides; the sequence at the end only makes the order total for whatever stamps may come.
     */
    public static final Comparator<Stamp> LAST_WRITER =
            Comparator.comparing(Stamp::time).thenComparing(Stamp::dot);

    /**
     * A stamp of these parts.
     *
     * @throws IllegalArgumentException if the writer claims to have seen this very event
     */
    public Stamp {
        if (seen.covers(dot)) {
            throw new IllegalArgumentException("Event " + dot + " cannot have been seen by its own writer: " + seen);
        }
    }
}
