package dev.peerage.generate;

/**
 * Ids that look like chosen ones and need no memory: a bijection of 50 bits, keyed by the seed, in ten digits of
 * Crockford's Base32. So the ids of one kind are unique by construction, and the id of a number can be computed again
 * wherever it is referred to.
 */
final class Identifiers {

    private static final int DIGITS = 10;
    private static final int BITS = 5 * DIGITS;
    private static final long MASK = (1L << BITS) - 1;
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final String prefix;
    private final long key;

    private Identifiers(String prefix, long key) {
        this.prefix = prefix;
        this.key = key;
    }

    static Identifiers ofUsers(long seed) {
        return new Identifiers("u-", Draws.key(seed, Draws.Purpose.USER_ID));
    }

    static Identifiers ofGroups(long seed) {
        return new Identifiers("g-", Draws.key(seed, Draws.Purpose.GROUP_ID));
    }

    /** @param number from 0 to 2⁵⁰ - 1 */
    String of(long number) {
        char[] id = new char[prefix.length() + DIGITS];
        prefix.getChars(0, prefix.length(), id, 0);
        long scattered = scatter(number);
        for (int i = id.length - 1; i >= prefix.length(); i--) {
            id[i] = ALPHABET[(int) scattered & 31];
            scattered >>>= 5;
        }
        return new String(id);
    }

    /**
     * Each step can be undone within 50 bits: adding, multiplying by an odd number, folding the upper half onto the
     * lower.
     */
    private long scatter(long number) {
        long scattered = (number + key) & MASK;
        scattered = (scattered * 0xBF58476D1CE4E5B9L) & MASK;
        scattered ^= scattered >>> (BITS / 2);
        scattered = (scattered * 0x94D049BB133111EBL + (key >>> 14)) & MASK;
        scattered ^= scattered >>> (BITS / 2);
        return (scattered * 0x9E3779B97F4A7C15L) & MASK;
    }
}
