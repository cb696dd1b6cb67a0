package dev.peerage.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much is measured.
 *
 * @param factor 1 for the full size; {@code -Dbench.scale} to try the bench itself
 * @param rounds how often each figure is measured, {@code -Dbench.rounds}
 * @param only the sections to measure, all if empty, {@code -Dbench.only}
 */
record Scale(double factor, int rounds, Set<String> only) {

    static Scale ofProperties() {
        return new Scale(
                Double.parseDouble(System.getProperty("bench.scale", "1")),
                Integer.getInteger("bench.rounds", 3),
                Arrays.stream(System.getProperty("bench.only", "").split(","))
                        .filter(name -> !name.isBlank())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    boolean includes(String section) {
        return only.isEmpty() || only.contains(section);
    }

    int times(int full) {
        return Math.max(1, (int) Math.round(full * factor));
    }

    Duration times(Duration full) {
        return Duration.ofMillis(Math.max(100, Math.round(full.toMillis() * factor)));
    }
}
