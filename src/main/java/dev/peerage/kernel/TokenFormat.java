package dev.peerage.kernel;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bytes of a {@link ConsistencyToken}, before base64:
 *
 * <pre>
 * version    1 byte: 1, or if a region has given it 16 plus its index among the regions, up to 47
 * regions    varint count, then each name as 1 byte of length and its ASCII, ascending
 * positions  for each region a varint: 0 if the token does not name it, else position + 1
 * resources  up to the trailer: each 8 bytes of fingerprint, ascending, and for each region a varint of sequence
 * trailer    4 bytes: CRC-32C (RFC 9260, appendix A) of all before
 * </pre>
 *
 * Region names are written once, however many resources there are. Whoever forges a token can only make their own
 * request wait.
 */
final class TokenFormat {

    private static final byte VERSION = 1;
    private static final int GIVEN = 16;
    private static final int MOST_GIVERS = 32;
    private static final String WHAT = "Consistency token";
    private static final int MAX_BYTES = ConsistencyToken.MAX_LENGTH / 4 * 3;

    private TokenFormat() {}

    static String encode(ConsistencyToken token) {
        try {
            ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
            write(token, out);
            return TokenCoding.seal(out);
        } catch (BufferOverflowException e) {
            throw new IllegalStateException(
                    "A token of " + token.versions().size() + " resources is too long to be handed out", e);
        }
    }

    private static void write(ConsistencyToken token, ByteBuffer out) {
        SortedSet<Region> regions = new TreeSet<>(token.positions().keySet());
        token.versions()
                .values()
                .forEach(version -> regions.addAll(version.entries().keySet()));
        int giver = token.giver().map(region -> regions.headSet(region).size()).orElse(MOST_GIVERS);
        // behind so many regions a token goes without: it is then compared with marks alone
        out.put((byte) (giver < MOST_GIVERS ? GIVEN + giver : VERSION));
        TokenCoding.writeRegions(out, regions);
        for (Region region : regions) {
            TokenCoding.writeVarint(out, token.positions().getOrDefault(region, -1L) + 1);
        }
        for (Map.Entry<Long, VersionVector> resource : token.versions().entrySet()) {
            out.putLong(resource.getKey());
            for (Region region : regions) {
                TokenCoding.writeVarint(out, resource.getValue().get(region));
            }
        }
    }

    static ConsistencyToken decode(String text) {
        ByteBuffer in = TokenCoding.open(
                text, ConsistencyToken.MAX_LENGTH, WHAT, version -> version == VERSION || isGiven(version));
        ConsistencyToken token = read(in.get(), in);
        // catches at once all that has a second way to be written: padding, long varints, unused or unordered entries
        if (!encode(token).equals(text)) {
            throw new IllegalArgumentException(WHAT + " is not in canonical form");
        }
        return token;
    }

    private static ConsistencyToken read(byte version, ByteBuffer in) {
        try {
            List<Region> regions = TokenCoding.readRegions(in);
            Region giver = isGiven(version) ? giver(version - GIVEN, regions) : null;
            SortedMap<Region, Long> positions = readPositions(in, regions);
            SortedMap<Long, VersionVector> versions = new TreeMap<>();
            while (in.hasRemaining()) {
                versions.put(in.getLong(), readVersion(in, regions));
            }
            return new ConsistencyToken(giver, positions, versions);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Consistency token announces more than it holds", e);
        }
    }

    private static boolean isGiven(int version) {
        return version >= GIVEN && version < GIVEN + MOST_GIVERS;
    }

    private static Region giver(int index, List<Region> regions) {
        if (index >= regions.size()) {
            throw new IllegalArgumentException("Consistency token is given by a region that it does not name");
        }
        return regions.get(index);
    }

    private static SortedMap<Region, Long> readPositions(ByteBuffer in, List<Region> regions) {
        SortedMap<Region, Long> positions = new TreeMap<>();
        for (Region region : regions) {
            long successor = TokenCoding.readVarint(in);
            if (successor != 0) {
                positions.put(region, checkNotNegative(successor - 1));
            }
        }
        return positions;
    }

    private static VersionVector readVersion(ByteBuffer in, List<Region> regions) {
        VersionVector version = VersionVector.none();
        for (Region region : regions) {
            long sequence = checkNotNegative(TokenCoding.readVarint(in));
            if (sequence != 0) {
                version = version.with(new Dot(region, sequence));
            }
        }
        return version;
    }

    private static long checkNotNegative(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("Consistency token holds a number above 2^63-1");
        }
        return number;
    }
}
