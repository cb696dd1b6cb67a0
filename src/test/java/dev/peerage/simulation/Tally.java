package dev.peerage.simulation;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In how many runs each kind of trouble was met. For many threads. */
final class Tally {

    private final LongAdder runs = new LongAdder();
    private final LongAdder[] runsWith =
            Stream.generate(LongAdder::new).limit(Happening.values().length).toArray(LongAdder[]::new);

    void add(Set<Happening> happenings) {
        runs.increment();
        happenings.forEach(happening -> runsWith[happening.ordinal()].increment());
    }

    long runs() {
        return runs.sum();
    }

    double share(Happening happening) {
        return (double) runsWith[happening.ordinal()].sum() / runs();
    }

    @Override
    public String toString() {
        return Arrays.stream(Happening.values())
                .map(happening -> "%6.2f %% %s".formatted(100 * share(happening), happening))
                .collect(Collectors.joining("\n", runs() + " runs, of these with\n", ""));
    }
}
