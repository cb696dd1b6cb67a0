package dev.peerage.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two to five regions that write, lose touch, crash, lose disks and have wrong clocks say what is defined at any moment,
 * and all the same once everything has healed.
 */
class SimulationTest {

    private static final int ENOUGH_FOR_ANY_MISTAKE = 300;

    /** Fewer runs than that, and rare troubles may be missing by chance. */
    private static final int ENOUGH_FOR_ALL_TROUBLES = 1_000;

    /** How many seeds are run. */
    long seeds() {
        return 10_000;
    }

    @Test
    void allRegionsSayWhatIsDefinedAndTheSameInTheEnd() {
        Tally tally = Seeds.all(seeds(), new Logic());

        if (tally.runs() >= ENOUGH_FOR_ALL_TROUBLES) {
            Map<Happening, Double> shares = new EnumMap<>(Happening.class);
            for (Happening happening : Happening.values()) {
                shares.put(happening, tally.share(happening));
            }
            assertThat(shares)
                    .as(tally::toString)
                    .allSatisfy((happening, share) ->
                            assertThat(share).as(happening.name()).isGreaterThan(happening.leastShare()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMistakeGoesUnnoticed(Mutant mutant) {
        assertThat(Seeds.firstFailure(ENOUGH_FOR_ANY_MISTAKE, mutant.logic())).isPresent();
    }

    @Test
    void aSeedReplaysAlike() {
        assertThat(tale(4711)).isEqualTo(tale(4711)).isNotEqualTo(tale(4712));
    }

    private static String tale(long seed) {
        Simulation simulation = new Simulation(seed, new Logic(), true);
        simulation.run();
        return simulation.chronicle().tale();
    }

    @Test
    void aFailureTellsTheSeedAndWhatLedToItInFewSteps() {
        assertThatThrownBy(() -> Seeds.all(ENOUGH_FOR_ANY_MISTAKE, Mutant.THE_CLOCK_FORGETS_ON_RESTART.logic()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dpeerage.seed=")
                .hasMessageContaining(" crashes\n")
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSizeLessThan(30));
    }
}
