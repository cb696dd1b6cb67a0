package dev.peerage.field;

import dev.peerage.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one add to a group of some size takes, in nanoseconds, by rounds.
 *
 * @param peerage in the kernel
 * @param pekko in the set, once: each other region applies it again
 * @param command the whole command, until it is committed
 */
record AddCost(int size, Spread peerage, Spread pekko, Spread command) {

    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 100_000_000;
    private static final int CALLS = 8;
    private static final int COMMANDS = 20;

    @SuppressWarnings("UnusedVariable") // so that no add is in vain
    private static volatile @Nullable Object last;

    static List<AddCost> measure(List<GroupOfSize> groups, Directory directory) {
        List<Spread> peerage = measure(groups, group -> nanos(group::addInPeerage));
        List<Spread> pekko = measure(groups, group -> nanos(group::addInPekko));
        List<Spread> commands = measure(groups, group -> directory.nanosOfAnAdd(group.size(), COMMANDS));
        return IntStream.range(0, groups.size())
                .mapToObj(i -> new AddCost(groups.get(i).size(), peerage.get(i), pekko.get(i), commands.get(i)))
                .toList();
    }

    /** The groups in turn in each round, so that what slows the machine down for a while slows all of them. */
    private static List<Spread> measure(List<GroupOfSize> groups, ToDoubleFunction<GroupOfSize> nanos) {
        List<List<Double>> measured =
                groups.stream().<List<Double>>map(_ -> new ArrayList<>()).toList();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (int i = 0; i < groups.size(); i++) {
                double value = nanos.applyAsDouble(groups.get(i));
                if (round >= WARM_UP) {
                    measured.get(i).add(value);
                }
            }
        }
        return measured.stream().map(Spread::of).toList();
    }

    private static double nanos(Supplier<?> add) {
        long calls = 0;
        long begin = System.nanoTime();
        long spent;
        do {
            for (int i = 0; i < CALLS; i++) {
                last = add.get();
            }
            calls += CALLS;
            spent = System.nanoTime() - begin;
        } while (spent < ROUND_NANOS);
        return spent / (double) calls;
    }
}
