package dev.peerage.kernel;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A place in the logs of all regions: of each region a position of its own, up to which its events are meant. Positions
 * are those that the writing region assigned, so a place means the same in every region, and for ever. Immutable.
 *
 * <p>Its text is a version byte of 64, the regions, and for each a varint of its position, as tokens are coded
 * ({@link ConsistencyToken}). A region of which nothing is meant is not in it, so equal places have equal texts.
 */
public final class OriginPositions {

    /** Longest text that is written or read: enough for 32 regions of the longest names. */
    public static final int MAX_LENGTH = 1_200;

    private static final byte VERSION = 64;
    private static final int MAX_BYTES = MAX_LENGTH / 4 * 3;
    private static final String WHAT = "Position";

    private static final OriginPositions NONE = new OriginPositions(new TreeMap<>());

    private final SortedMap<Region, Long> positions;

    private OriginPositions(SortedMap<Region, Long> positions) {
        this.positions = positions;
    }

    /** Before the first event of every region. */
    public static OriginPositions none() {
        return NONE;
    }

    /**
     * The place that these positions make; 0 is before a region's first event.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public static OriginPositions of(Map<Region, Long> positions) {
        SortedMap<Region, Long> meant = new TreeMap<>(positions);
        meant.values().forEach(OriginPositions::mustNotBeNegative);
        meant.values().removeIf(position -> position == 0);
        return meant.isEmpty() ? NONE : new OriginPositions(meant);
    }

    private static void mustNotBeNegative(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("A position is not negative: " + position);
        }
    }

    /** The position of that region, 0 if nothing of it is meant. */
    public long get(Region region) {
        return positions.getOrDefault(region, 0L);
    }

    /**
     * This place with another position of one region.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public OriginPositions with(Region region, long position) {
        SortedMap<Region, Long> moved = new TreeMap<>(positions);
        moved.put(region, position);
        return of(moved);
    }

    /** Whether this means all that the other does. */
    public boolean covers(OriginPositions other) {
        return other.positions.entrySet().stream().allMatch(each -> get(each.getKey()) >= each.getValue());
    }

    /** What both mean: of each region the lower position. */
    public OriginPositions meet(OriginPositions other) {
        SortedMap<Region, Long> lower = new TreeMap<>(positions);
        lower.replaceAll((region, position) -> Math.min(position, other.get(region)));
        return of(lower);
    }

    /** By region, without those of which nothing is meant; unmodifiable. */
    public SortedMap<Region, Long> asMap() {
        return Collections.unmodifiableSortedMap(positions);
    }

    /**
     * The text to hand out: URL-safe base64 without padding, opaque to others.
     *
     * @throws IllegalStateException if there are so many regions that it does not fit into {@value #MAX_LENGTH} characters
     */
    public String encode() {
        try {
            ByteBuffer out = ByteBuffer.allocate(MAX_BYTES).put(VERSION);
            TokenCoding.writeRegions(out, positions.keySet());
            positions.values().forEach(position -> TokenCoding.writeVarint(out, position));
            return TokenCoding.seal(out);
        } catch (BufferOverflowException e) {
            throw new IllegalStateException("A position in " + positions.size() + " regions is too long", e);
        }
    }

    /**
     * Reads what {@link #encode()} wrote, and nothing else.
     *
     * @throws IllegalArgumentException if it is not such a text; the message says what is wrong with it
     */
    public static OriginPositions decode(String text) {
        ByteBuffer in = TokenCoding.open(text, MAX_LENGTH, WHAT, version -> version == VERSION);
        OriginPositions place = read(in.position(1));
        // catches at once all that has a second way to be written: padding, long varints, zeros, unordered regions
        if (!place.encode().equals(text)) {
            throw new IllegalArgumentException(WHAT + " is not in canonical form");
        }
        return place;
    }

    private static OriginPositions read(ByteBuffer in) {
        try {
            List<Region> regions = TokenCoding.readRegions(in);
            SortedMap<Region, Long> positions = new TreeMap<>();
            for (Region region : regions) {
                positions.put(region, TokenCoding.readVarint(in));
            }
            return of(positions);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(WHAT + " announces more than it holds", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OriginPositions that && positions.equals(that.positions);
    }

    @Override
    public int hashCode() {
        return positions.hashCode();
    }

    /** For people: {@code {eu=7, us=3}}. */
    @Override
    public String toString() {
        return positions.toString();
    }
}
