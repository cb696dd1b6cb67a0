package dev.peerage.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

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
 * Region names are written once, however many resources there are. Varints are unsigned LEB128 of 64 bits. The checksum
 * tells a cut or mistyped token from a real one and protects nothing: whoever forges a token can only make their own
 * request wait.
 */
final class TokenFormat {

    private static final byte VERSION = 1;
    private static final int GIVEN = 16;
    private static final int MOST_GIVERS = 32;
    private static final int TRAILER = Integer.BYTES;
    private static final int MAX_BYTES = ConsistencyToken.MAX_LENGTH / 4 * 3;

    private TokenFormat() {}

    static String encode(ConsistencyToken token) {
        try {
            ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
            write(token, out);
            out.putInt(checksum(out.array(), out.position()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(out.array(), out.position()));
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
        writeVarint(out, regions.size());
        for (Region region : regions) {
            out.put((byte) region.name().length()).put(region.name().getBytes(US_ASCII));
        }
        for (Region region : regions) {
            writeVarint(out, token.positions().getOrDefault(region, -1L) + 1);
        }
        for (Map.Entry<Long, VersionVector> resource : token.versions().entrySet()) {
            out.putLong(resource.getKey());
            for (Region region : regions) {
                writeVarint(out, resource.getValue().get(region));
            }
        }
    }

    static ConsistencyToken decode(String text) {
        if (text.length() > ConsistencyToken.MAX_LENGTH) {
            throw new IllegalArgumentException("A consistency token has at most " + ConsistencyToken.MAX_LENGTH
                    + " characters, not " + text.length());
        }
        byte[] bytes = bytesOf(text);
        int trailer = bytes.length - TRAILER;
        if (trailer < 1) {
            throw new IllegalArgumentException("Consistency token is cut short: " + text.length() + " characters");
        }
        if (bytes[0] != VERSION && !isGiven(bytes[0])) {
            throw new IllegalArgumentException("Consistency token of unknown version " + Byte.toUnsignedInt(bytes[0]));
        }
        if (checksum(bytes, trailer) != ByteBuffer.wrap(bytes).getInt(trailer)) {
            throw new IllegalArgumentException("Consistency token was cut or changed: wrong checksum");
        }
        ConsistencyToken token = read(bytes[0], ByteBuffer.wrap(bytes, 1, trailer - 1));
        // catches at once all that has a second way to be written: padding, long varints, unused or unordered entries
        if (!encode(token).equals(text)) {
            throw new IllegalArgumentException("Consistency token is not in canonical form");
        }
        return token;
    }

    private static byte[] bytesOf(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Consistency token is not URL-safe base64: " + e.getMessage(), e);
        }
    }

    private static ConsistencyToken read(byte version, ByteBuffer in) {
        try {
            List<Region> regions = readRegions(in);
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

    private static List<Region> readRegions(ByteBuffer in) {
        long count = readVarint(in);
        List<Region> regions = new ArrayList<>();
        for (long i = 0; i != count; i++) { // ends where the bytes end, however absurd the count
            byte[] name = new byte[Byte.toUnsignedInt(in.get())];
            in.get(name);
            regions.add(Region.of(new String(name, US_ASCII)));
        }
        return regions;
    }

    private static boolean isGiven(byte version) {
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
            long successor = readVarint(in);
            if (successor != 0) {
                positions.put(region, checkNotNegative(successor - 1));
            }
        }
        return positions;
    }

    private static VersionVector readVersion(ByteBuffer in, List<Region> regions) {
        VersionVector version = VersionVector.none();
        for (Region region : regions) {
            long sequence = checkNotNegative(readVarint(in));
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

    private static void writeVarint(ByteBuffer out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long readVarint(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("Consistency token holds a number of more than 64 bits");
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
