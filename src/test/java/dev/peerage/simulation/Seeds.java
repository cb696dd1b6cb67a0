package dev.peerage.simulation;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Runs many seeds on all processors. {@code -Dpeerage.histories=N} sets how many, {@code -Dpeerage.seed=S} runs only
 * that one. A seed that fails is told with the fewest of its steps that still fail.
 */
final class Seeds {

    private static final String SEED = "peerage.seed";
    private static final String COUNT = "peerage.histories";

    private record Failure(long seed, Throwable why) {}

    private Seeds() {}

    /** @throws AssertionError for the lowest seed that fails, as soon as it is known */
    static Tally all(long usualCount, Logic logic) {
        Long only = Long.getLong(SEED);
        long first = only != null ? only : 1;
        long count = only != null ? 1 : Long.getLong(COUNT, usualCount);
        Tally tally = new Tally();
        firstToFail(first, count, logic, tally).ifPresent(failure -> {
            throw new AssertionError(report(failure, logic), failure.why());
        });
        return tally;
    }

    private static Optional<Failure> firstToFail(long first, long count, Logic logic, Tally tally) {
        return LongStream.range(first, first + count)
                .parallel()
                .mapToObj(seed -> run(seed, logic, tally))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Failure> run(long seed, Logic logic, Tally tally) {
        Simulation simulation = new Simulation(seed, logic, false);
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException broken) {
            return Optional.of(new Failure(seed, broken));
        }
        tally.add(simulation.chronicle().happenings());
        return Optional.empty();
    }

    /** The first seed that fails, and why, if one of so many does. */
    static Optional<String> firstFailure(long count, Logic logic) {
        for (long seed = 1; seed <= count; seed++) {
            Simulation simulation = new Simulation(seed, logic, false);
            Optional<Throwable> broken = broken(simulation, all(simulation));
            if (broken.isPresent()) {
                return Optional.of("seed %d: %s".formatted(seed, broken.get().getMessage()));
            }
        }
        return Optional.empty();
    }

    private static String report(Failure failure, Logic logic) {
        BitSet steps = all(new Simulation(failure.seed(), logic, false));
        BitSet fewest = fewest(failure.seed(), steps, logic);
        Simulation told = new Simulation(failure.seed(), logic, true);
        String why = broken(told, fewest).map(Throwable::toString).orElse("fails no longer");
        return "Replay with -D%s=%d%n%d of %d steps are enough:%n%s%n%s"
                .formatted(
                        SEED,
                        failure.seed(),
                        fewest.cardinality(),
                        steps.cardinality(),
                        told.chronicle().tale(),
                        why);
    }

    private static BitSet all(Simulation simulation) {
        BitSet all = new BitSet();
        all.set(0, simulation.steps());
        return all;
    }

    /** Leaves out ever smaller parts, as long as what is left still fails. */
    private static BitSet fewest(long seed, BitSet steps, Logic logic) {
        BitSet fewest = steps;
        for (int part = Math.max(1, steps.length() / 2); part >= 1; part /= 2) {
            for (int from = steps.length() - part; from > -part; from -= part) {
                BitSet fewer = (BitSet) fewest.clone();
                fewer.clear(Math.max(0, from), from + part);
                if (!fewer.equals(fewest)
                        && broken(new Simulation(seed, logic, false), fewer).isPresent()) {
                    fewest = fewer;
                }
            }
        }
        return fewest;
    }

    private static Optional<Throwable> broken(Simulation simulation, BitSet steps) {
        try {
            simulation.run(steps);
            return Optional.empty();
        } catch (AssertionError | RuntimeException broken) {
            return Optional.of(broken);
        }
    }
}
