package dev.peerage.bench;

import java.util.List;

/**
 * Something measured beside its limit.
 *
 * @param name of what is done
 * @param unit what is counted, each second
 * @param rounds in their order
 */
record Figure(String name, String unit, Aim aim, List<Round> rounds) {

    /**
     * One measurement and, right after it, that of the limit.
     *
     * @param measured a second
     * @param limit a second
     */
    record Round(double measured, double limit) {

        /** Of the limit, 1 being all of it. */
        double share() {
            return measured / limit;
        }
    }

    Figure {
        rounds = List.copyOf(rounds);
    }

    Spread measured() {
        return Spread.of(rounds.stream().map(Round::measured).toList());
    }

    Spread limit() {
        return Spread.of(rounds.stream().map(Round::limit).toList());
    }

    /** Each round's own: what slows the machine down for a while slows both. */
    Spread share() {
        return Spread.of(rounds.stream().map(Round::share).toList());
    }

    /** Whether every round of it and of its limit gave a number that can be true. */
    boolean isSane() {
        return !rounds.isEmpty()
                && rounds.stream().allMatch(round -> isSane(round.measured()) && isSane(round.limit()));
    }

    private static boolean isSane(double rate) {
        return rate > 0 && rate < 1e9;
    }
}
