package dev.peerage.kernel;

import java.util.function.Consumer;

/**
 * Runs a law over many histories. {@code -Dpeerage.histories=N} sets how many, {@code -Dpeerage.seed=S} runs only that
 * one.
 */
final class Histories {

    private static final String SEED = "peerage.seed";
    private static final String COUNT = "peerage.histories";

    private Histories() {}

    /** Fails with the seed to replay and the history it stands for, as soon as the law does not hold. */
    static void all(long usualCount, Consumer<RandomHistory> law) {
        Long only = Long.getLong(SEED);
        long first = only != null ? only : 1;
        long count = only != null ? 1 : Long.getLong(COUNT, usualCount);
        for (long seed = first; seed < first + count; seed++) {
            RandomHistory history = RandomHistory.of(seed);
            try {
                law.accept(history);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        "Replay with -D%s=%d: %s%n%s".formatted(SEED, seed, broken.getMessage(), history), broken);
            }
        }
    }
}
