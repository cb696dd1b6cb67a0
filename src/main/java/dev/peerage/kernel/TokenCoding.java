package dev.peerage.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;

/**
 * What the texts of this directory's tokens have in common: URL-safe base64 without padding, of bytes that end in 4 bytes
 * of CRC-32C (RFC 9260, appendix A) of all before. Varints are unsigned LEB128 of 64 bits.
 *
 * <p>The checksum tells a cut or mistyped token from a real one and protects nothing.
 */
final class TokenCoding {

    private static final int TRAILER = Integer.BYTES;

    private TokenCoding() {}

    /** The text of what was written so far. */
    static String seal(ByteBuffer out) {
        out.putInt(checksum(out.array(), out.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(out.array(), out.position()));
    }

    /**
     * What was written, without the checksum; it begins with a version byte.
     *
     * @param what for messages
     * @param known the versions that are read; another one may have another checksum
     * @throws IllegalArgumentException if it is not what {@link #seal} gave
     */
    static ByteBuffer open(String text, int longest, String what, IntPredicate known) {
        if (text.length() > longest) {
            throw new IllegalArgumentException(
                    "A %s has at most %d characters, not %d".formatted(lowerCase(what), longest, text.length()));
        }
        byte[] bytes = bytesOf(text, what);
        int trailer = bytes.length - TRAILER;
        if (trailer < 1) {
            throw new IllegalArgumentException(what + " is cut short: " + text.length() + " characters");
        }
        int version = Byte.toUnsignedInt(bytes[0]);
        if (!known.test(version)) {
            throw new IllegalArgumentException(what + " of unknown version " + version);
        }
        if (checksum(bytes, trailer) != ByteBuffer.wrap(bytes).getInt(trailer)) {
            throw new IllegalArgumentException(what + " was cut or changed: wrong checksum");
        }
        return ByteBuffer.wrap(bytes, 0, trailer);
    }

    private static String lowerCase(String what) {
        return Character.toLowerCase(what.charAt(0)) + what.substring(1);
    }

    private static byte[] bytesOf(String text, String what) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not URL-safe base64: " + e.getMessage(), e);
        }
    }

    /** Their number, then each name as 1 byte of length and its ASCII. */
    static void writeRegions(ByteBuffer out, Collection<Region> regions) {
        writeVarint(out, regions.size());
        for (Region region : regions) {
            out.put((byte) region.name().length()).put(region.name().getBytes(US_ASCII));
        }
    }

    static List<Region> readRegions(ByteBuffer in) {
        long count = readVarint(in);
        List<Region> regions = new ArrayList<>();
        for (long i = 0; i != count; i++) { // ends where the bytes end, however absurd the count
            byte[] name = new byte[Byte.toUnsignedInt(in.get())];
            in.get(name);
            regions.add(Region.of(new String(name, US_ASCII)));
        }
        return regions;
    }

    static void writeVarint(ByteBuffer out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static long readVarint(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("A number has more than 64 bits");
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
