package dev.peerage.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an answer reaches: for each region a position in its log, and for the resources it is about their versions.
 * Whoever shows the token later, in whatever region, is answered only from what holds all of it.
 *
 * <p>Positions are those that the writing region assigned ("origin positions"), so they mean the same everywhere. A
 * resource is named by a fingerprint of its subject, such as {@code user/4711}: the first 8 bytes of its SHA-256.
 * Should two subjects of one client ever share one (a chance of 2<sup>-64</sup> a pair), a request waits for a version
 * that does not come, and is told so; it is never answered from older state.
 *
 * <p>Tokens are a join-semilattice: {@link #join} takes the maximum of each position and the join of each resource's
 * versions, and keeps the resources of both. A token that a server hands out names one resource at most; joined ones
 * name as many as the client showed, and need never be written again.
 */
public final class ConsistencyToken {

    /** Longest text that is written or read. */
    public static final int MAX_LENGTH = 4096;

    private static final ConsistencyToken NONE =
            new ConsistencyToken(null, Collections.emptySortedMap(), Collections.emptySortedMap());

    private final @Nullable Region giver;
    private final SortedMap<Region, Long> positions;
    private final SortedMap<Long, VersionVector> versions;

    ConsistencyToken(
            @Nullable Region giver, SortedMap<Region, Long> positions, SortedMap<Long, VersionVector> versions) {
        this.giver = giver;
        this.positions = positions;
        this.versions = versions;
    }

    /** Asks for nothing. */
    public static ConsistencyToken none() {
        return NONE;
    }

    /**
     * Asks for what that region shows when it has come to a position of its own log, where it numbers the events of all
     * regions.
     *
     * @param others the highest positions of other regions' events that may be among them
     * @throws IllegalArgumentException if a position is negative
     */
    public static ConsistencyToken of(Region giver, long position, Map<Region, Long> others) {
        SortedMap<Region, Long> positions = new TreeMap<>(others);
        positions.put(giver, position);
        positions.values().forEach(ConsistencyToken::mustNotBeNegative);
        return new ConsistencyToken(giver, positions, Collections.emptySortedMap());
    }

    /** Asks for everything up to a position of each region, in whatever region. */
    public static ConsistencyToken of(OriginPositions positions) {
        return new ConsistencyToken(null, new TreeMap<>(positions.asMap()), Collections.emptySortedMap());
    }

    /**
     * Who has given it, if it is as one region gave it. In that region all of it is there once its own log has come to the
     * position that is named.
     */
    public Optional<Region> giver() {
        return Optional.ofNullable(giver);
    }

    /** For each named region how far into its log, 0 being its start; unmodifiable. */
    public SortedMap<Region, Long> positions() {
        return Collections.unmodifiableSortedMap(positions);
    }

    /** Versions by fingerprint of their subject. */
    SortedMap<Long, VersionVector> versions() {
        return versions;
    }

    /**
     * This token, reaching at least to that position of the region's log.
     *
     * @throws IllegalArgumentException if the position is negative
     */
    public ConsistencyToken withPosition(Region region, long position) {
        mustNotBeNegative(position);
        SortedMap<Region, Long> raised = new TreeMap<>(positions);
        raised.merge(region, position, Math::max);
        return new ConsistencyToken(null, raised, versions);
    }

    private static void mustNotBeNegative(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("A position is not negative: " + position);
        }
    }

    /** This token, asking for at least that version of the subject. */
    public ConsistencyToken about(String subject, VersionVector version) {
        SortedMap<Long, VersionVector> raised = new TreeMap<>(versions);
        raised.merge(fingerprint(subject), version, VersionVector::join);
        return new ConsistencyToken(giver, positions, raised);
    }

    /** The version that is asked for of that subject, if the token names it. */
    public Optional<VersionVector> versionOf(String subject) {
        return versions.isEmpty() ? Optional.empty() : Optional.ofNullable(versions.get(fingerprint(subject)));
    }

    /** Asks for what both ask for. Of two regions' tokens it is given by neither. */
    public ConsistencyToken join(ConsistencyToken other) {
        SortedMap<Region, Long> joinedPositions = new TreeMap<>(positions);
        other.positions.forEach((region, position) -> joinedPositions.merge(region, position, Math::max));
        SortedMap<Long, VersionVector> joinedVersions = new TreeMap<>(versions);
        other.versions.forEach((subject, version) -> joinedVersions.merge(subject, version, VersionVector::join));
        return new ConsistencyToken(giverWith(other), joinedPositions, joinedVersions);
    }

    private @Nullable Region giverWith(ConsistencyToken other) {
        if (positions.isEmpty()) {
            return other.giver;
        }
        return other.positions.isEmpty() || Objects.equals(giver, other.giver) ? giver : null;
    }

    /**
     * The text to hand out: URL-safe base64 without padding, at most {@value #MAX_LENGTH} characters; nothing in it is
     * for others to read. Equal tokens have equal texts.
     *
     * @throws IllegalStateException if it would be longer, which takes dozens of joined resources
     */
    public String encode() {
        return TokenFormat.encode(this);
    }

    /**
     * Reads what {@link #encode()} wrote, and nothing else.
     *
     * @throws IllegalArgumentException if it is not such a text; the message says what is wrong with it
     */
    public static ConsistencyToken decode(String text) {
        return TokenFormat.decode(text);
    }

    private static long fingerprint(String subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsistencyToken that
                && Objects.equals(giver, that.giver)
                && positions.equals(that.positions)
                && versions.equals(that.versions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(giver, positions, versions);
    }

    /** For people: logs and failed tests. */
    @Override
    public String toString() {
        return (giver == null ? "" : giver + ": ") + positions + " " + versions;
    }
}
