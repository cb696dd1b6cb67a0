package dev.peerage.generate;

/**
 * Counts how often each text has occurred, so that the second {@code lisa.jones} becomes {@code lisa.jones2}. Texts
 * that share a 40-bit hash share a counter, which leaves a gap in the numbers but never gives one number to one text
 * twice. Takes 8 bytes a slot, 11 to 22 for each distinct text, and depends only on what came before.
 */
final class Numbering {

    private static final int COUNT_BITS = 24;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    /** Open addressing with linear probing; a slot is 40 bits of hash and 24 of count, 0 if free. */
    private long[] slots = new long[1 << 12];

    private int used;

    /**
     * The number of this occurrence of the text, from 1.
     *
     * @throws IllegalStateException after 16,777,215 occurrences of one text
     */
    int next(String text) {
        long hash = hash(text) >>> COUNT_BITS << COUNT_BITS;
        int slot = find(slots, hash);
        if (slots[slot] == 0) {
            if (used >= slots.length / 4 * 3) {
                grow();
                slot = find(slots, hash);
            }
            used++;
            slots[slot] = hash | 1;
            return 1;
        }
        if ((slots[slot] & COUNT_MASK) == COUNT_MASK) {
            throw new IllegalStateException("too many of " + text);
        }
        slots[slot]++;
        return (int) (slots[slot] & COUNT_MASK);
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long slot : slots) {
            if (slot != 0) {
                larger[find(larger, slot & ~COUNT_MASK)] = slot;
            }
        }
        slots = larger;
    }

    private static int find(long[] slots, long hash) {
        int at = (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(slots.length)));
        while (slots[at] != 0 && (slots[at] & ~COUNT_MASK) != hash) {
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    /** FNV-1a over UTF-16 units, then mixed so that the high bits, which are the ones used, depend on all. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return Draws.mix(hash);
    }
}
