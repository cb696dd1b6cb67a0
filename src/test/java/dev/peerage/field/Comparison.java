package dev.peerage.field;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The same histories run through both systems.
 *
 * @param length how many operations each has
 * @param byRegions what came of them, by the number of regions, from 2 on
 * @param failure a history after which Peerage's regions do not all hold what the definition says, if there is one
 */
record Comparison(int length, Delivery delivery, List<Count> byRegions, Optional<History> failure) {

    /** What came of some histories. */
    record Count(long histories, Ends peerage, Ends pekko) {

        static final Count NONE = new Count(0, Ends.NONE, Ends.NONE);

        private Count plus(Count other) {
            return new Count(histories + other.histories, peerage.plus(other.peerage), pekko.plus(other.pekko));
        }
    }

    /**
     * How many of them did not end well in one system.
     *
     * @param diverged regions differ
     * @param wrong all regions hold the same, but not what the definition says
     */
    record Ends(long diverged, long wrong) {

        static final Ends NONE = new Ends(0, 0);

        private static Ends of(History history, List<Set<String>> members) {
            boolean differ = new HashSet<>(members).size() > 1;
            boolean right = members.getFirst().equals(history.members());
            return new Ends(differ ? 1 : 0, differ || right ? 0 : 1);
        }

        private Ends plus(Ends other) {
            return new Ends(diverged + other.diverged, wrong + other.wrong);
        }
    }

    /** Runs the histories of the seeds from 1 on. */
    static Comparison of(long histories, int length, Delivery delivery) {
        List<Count> byRegions = new ArrayList<>(Collections.nCopies(History.MOST_REGIONS - 1, Count.NONE));
        Optional<History> failure = Optional.empty();
        for (long seed = 1; seed <= histories; seed++) {
            History history = History.of(seed, length, delivery);
            Count count = new Count(1, Ends.of(history, history.run(PeerageReplica::new)), pekkos(history));
            byRegions.set(
                    history.regions() - 2, byRegions.get(history.regions() - 2).plus(count));
            if (failure.isEmpty() && !count.peerage().equals(Ends.NONE)) {
                failure = Optional.of(history);
            }
        }
        return new Comparison(length, delivery, List.copyOf(byRegions), failure);
    }

    private static Ends pekkos(History history) {
        return Ends.of(history, history.run(PekkoReplica::new));
    }

    Count total() {
        return byRegions.stream().reduce(Count.NONE, Count::plus);
    }

    /**
     * The simplest history after which Pekko's replicas differ: of the fewest operations, then of the fewest regions,
     * among so many histories of each length up to 6.
     */
    static Optional<History> simplestThatDiverges(long histories, Delivery delivery) {
        for (int length = 1; length <= 6; length++) {
            int operations = length;
            Optional<History> simplest = LongStream.rangeClosed(1, histories)
                    .mapToObj(seed -> History.of(seed, operations, delivery))
                    .filter(history -> pekkos(history).diverged() > 0)
                    .min(Comparator.comparingInt(History::regions));
            if (simplest.isPresent()) {
                return simplest;
            }
        }
        return Optional.empty();
    }
}
