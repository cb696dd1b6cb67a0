package dev.peerage.generate;

/**
 * A stream of pseudo-random numbers: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). Written out because the JDK does not promise the algorithm behind its splittable
 * generators, and these bytes must never change. Every person and every group has a stream of its own, so none depends
 * on how many others there are.
 */
final class Draws {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    /** The stream of the {@code index}th thing of a kind under a seed. */
    static Draws of(long seed, Purpose purpose, long index) {
        return new Draws(mix(key(seed, purpose) + index * GOLDEN_GAMMA));
    }

    /** A number that is unrelated for any two seeds or purposes. */
    static long key(long seed, Purpose purpose) {
        return mix(mix(seed + GOLDEN_GAMMA) ^ purpose.salt);
    }

    /**
     * Stafford's variant 13 of the 64-bit finaliser of MurmurHash3: a bijection that changes half the bits on average.
     */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number from 0 to {@code bound} - 1; {@code bound} is positive. Its bias is below 2⁻³². */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A number from 0 to {@code bound} - 1; {@code bound} is positive. */
    long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /** True in {@code perMille} of 1000 cases. */
    boolean chance(int perMille) {
        return below(1000) < perMille;
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** What a stream is for; each has its own salt, so that a draw added to one leaves the others as they were. */
    enum Purpose {
        USER(0x75736572),
        GROUP(0x67726f75),
        USER_ID(0x7569645f),
        GROUP_ID(0x6769645f),
        GROUP_SIZE(0x73697a65),
        GROUP_RANK(0x72616e6b),
        MEMBERS(0x6d656d62);

        private final long salt;

        Purpose(long salt) {
            this.salt = mix(salt);
        }
    }
}
