package dev.peerage.generate;

/**
 * A pseudo-random order of the numbers from 0 to size - 1 that takes no memory: a Feistel network over the next even
 * power of two, repeated until it lands inside (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). Its
 * first k values are k different members of a group.
 */
final class Permutation {

    private static final int ROUNDS = 4;

    private final int size;
    private final long key;
    private final int halfBits;
    private final int halfMask;

    /** @param size at least 1 */
    Permutation(int size, long key) {
        this.size = size;
        this.key = key;
        int bits = Math.max(2, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1 << halfBits) - 1;
    }

    /** @param position from 0 to size - 1 */
    int at(int position) {
        int value = position;
        do {
            value = encrypt(value);
        } while (Integer.compareUnsigned(value, size) >= 0);
        return value;
    }

    private int encrypt(int value) {
        int left = value >>> halfBits;
        int right = value & halfMask;
        for (int round = 0; round < ROUNDS; round++) {
            int mixed = left ^ ((int) Draws.mix(key + right + ((long) round << Integer.SIZE)) & halfMask);
            left = right;
            right = mixed;
        }
        return left << halfBits | right;
    }
}
