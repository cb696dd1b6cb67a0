package dev.peerage.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of an aggregate's history is known: for each region the highest sequence of its stream. Because a region's
 * events arrive in order, one number stands for the whole prefix up to it.
 *
 * <p>Vectors form a join-semilattice: {@link #join} is the pointwise maximum, {@link #covers(VersionVector)} its order
 * and {@link #none()} its least element. After Parker et al., "Detection of Mutual Inconsistency in Distributed
 * Systems", IEEE TSE 9 (1983).
 *
 * <p>A vector has about as many entries as there are regions, most often one; two sorted arrays searched from the front
 * beat any map at that size. Entries are never 0, so equal knowledge is an equal vector and an equal text.
 */
public final class VersionVector {

    private static final VersionVector NONE = new VersionVector(new Region[0], new long[0]);

    private final Region[] regions;
    private final long[] sequences;

    private VersionVector(Region[] regions, long[] sequences) {
        this.regions = regions;
        this.sequences = sequences;
    }

    /** Nothing is known. */
    public static VersionVector none() {
        return NONE;
    }

    /** The least vector that covers all the given dots. */
    public static VersionVector of(Dot... dots) {
        VersionVector vector = NONE;
        for (Dot dot : dots) {
            vector = vector.with(dot);
        }
        return vector;
    }

    /** The highest known sequence of that region, 0 if nothing of it is known. */
    public long get(Region region) {
        for (int i = 0; i < regions.length; i++) {
            if (regions[i].equals(region)) {
                return sequences[i];
            }
        }
        return 0;
    }

    /** Whether this event is known. */
    public boolean covers(Dot dot) {
        return get(dot.region()) >= dot.sequence();
    }

    /**
     * Whether everything the other knows is known here too. Two vectors of which neither covers the other are
     * concurrent.
     */
    public boolean covers(VersionVector other) {
        for (int i = 0; i < other.regions.length; i++) {
            if (get(other.regions[i]) < other.sequences[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * What both know together: the pointwise maximum. Answers {@code this} or {@code other} when that is it already, so
     * learning nothing new costs no memory.
     */
    public VersionVector join(VersionVector other) {
        if (covers(other)) {
            return this;
        }
        if (other.covers(this)) {
            return other;
        }
        return pointwiseMaximum(other);
    }

    private VersionVector pointwiseMaximum(VersionVector other) {
        Region[] joined = new Region[regions.length + other.regions.length];
        long[] highest = new long[joined.length];
        int mine = 0;
        int theirs = 0;
        int size = 0;
        while (mine < regions.length || theirs < other.regions.length) {
            int order = mine == regions.length
                    ? 1
                    : theirs == other.regions.length ? -1 : regions[mine].compareTo(other.regions[theirs]);
            joined[size] = order <= 0 ? regions[mine] : other.regions[theirs];
            highest[size++] = Math.max(order <= 0 ? sequences[mine] : 0, order >= 0 ? other.sequences[theirs] : 0);
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return new VersionVector(Arrays.copyOf(joined, size), Arrays.copyOf(highest, size));
    }

    /**
     * This vector with the entry of the dot's region raised to at least its sequence; {@code this} if it is known
     * already.
     */
    public VersionVector with(Dot dot) {
        return covers(dot) ? this : join(new VersionVector(new Region[] {dot.region()}, new long[] {dot.sequence()}));
    }

    /** Whether nothing at all is known. */
    public boolean isEmpty() {
        return regions.length == 0;
    }

    /** The entries, regions ascending, sequences at least 1; unmodifiable. */
    public SequencedMap<Region, Long> entries() {
        SequencedMap<Region, Long> entries = LinkedHashMap.newLinkedHashMap(regions.length);
        for (int i = 0; i < regions.length; i++) {
            entries.put(regions[i], sequences[i]);
        }
        return Collections.unmodifiableSequencedMap(entries);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionVector that
                && Arrays.equals(sequences, that.sequences)
                && Arrays.equals(regions, that.regions);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(regions) + Arrays.hashCode(sequences);
    }

    /**
     * The canonical text: regions ascending, {@code eu~7.us~3}, empty for {@link #none()}. All its characters are
     * unreserved in URLs (RFC 3986 §2.3), and equal vectors have equal texts in every region.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < regions.length; i++) {
            text.append(i == 0 ? "" : ".").append(regions[i].name()).append('~').append(sequences[i]);
        }
        return text.toString();
    }

    /**
     * Reads what {@link #toString()} wrote, and nothing else: no other order, no repeated region, no sign, no leading
     * zero.
     *
     * @throws IllegalArgumentException if the text is not the canonical text of a vector
     */
    public static VersionVector parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] entries = text.split("\\.", -1);
        Region[] regions = new Region[entries.length];
        long[] sequences = new long[entries.length];
        for (int i = 0; i < entries.length; i++) {
            String entry = entries[i];
            int tilde = entry.indexOf('~');
            if (tilde < 0) {
                throw new IllegalArgumentException(
                        "Not an entry of a version vector (region~sequence): '" + entry + "'");
            }
            regions[i] = Region.of(entry.substring(0, tilde));
            sequences[i] = parseSequence(entry, tilde + 1);
            if (i > 0 && regions[i - 1].compareTo(regions[i]) >= 0) {
                throw new IllegalArgumentException(
                        "Regions of a version vector ascend, but " + regions[i] + " follows " + regions[i - 1]);
            }
        }
        return new VersionVector(regions, sequences);
    }

    private static long parseSequence(String entry, int start) {
        long sequence = 0;
        for (int i = start; i < entry.length(); i++) {
            int digit = entry.charAt(i) - '0';
            boolean leadingZero = digit == 0 && i == start;
            if (digit < 0 || digit > 9 || leadingZero || sequence > (Long.MAX_VALUE - digit) / 10) {
                sequence = 0;
                break;
            }
            sequence = sequence * 10 + digit;
        }
        if (sequence == 0) {
            throw new IllegalArgumentException("Not a sequence (1 to 2^63-1, no leading zero): '" + entry + "'");
        }
        return sequence;
    }
}
