package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.Comparator;

/**
 * A position of a region's own log, which means the same in every region. Ordered by region, and by position within it.
 */
public record OriginPosition(Region origin, long position) implements Comparable<OriginPosition> {

    private static final Comparator<OriginPosition> ORDER =
            Comparator.comparing(OriginPosition::origin).thenComparingLong(OriginPosition::position);

    @Override
    public int compareTo(OriginPosition other) {
        return ORDER.compare(this, other);
    }
}
