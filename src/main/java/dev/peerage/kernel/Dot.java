package dev.peerage.kernel;

import java.util.Comparator;

/**
 * Names one event among all events of an aggregate: the region that wrote it and its place in that region's stream of
 * the aggregate. Two events never share a dot.
 *
 * <p>After the dots of Almeida, Shoker, Baquero, "Delta state replicated data types", J. Parallel Distrib. Comput. 111
 * (2018). Ordered by region, then sequence.
 *
 * @param region the writer
 * @param sequence 1 for the first event of the region's stream of the aggregate, without gaps from there
 */
public record Dot(Region region, long sequence) implements Comparable<Dot> {

    private static final Comparator<Dot> ORDER =
            Comparator.comparing(Dot::region).thenComparingLong(Dot::sequence);

    /**
     * The event at that place.
     *
     * @throws IllegalArgumentException if the sequence is below 1
     */
    public Dot {
        if (sequence < 1) {
            throw new IllegalArgumentException("A sequence starts at 1, not at " + sequence);
        }
    }

    @Override
    public int compareTo(Dot other) {
        return ORDER.compare(this, other);
    }

    /** Reads like an entry of a version vector: {@code eu~7}. */
    @Override
    public String toString() {
        return region + "~" + sequence;
    }
}
