package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.kernel.RandomHistory.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws are worth what the histories are: they hold together, replay alike, and the hard cases are among them. */
class RandomHistoryTest {

    private static final long SAMPLE = 5_000;

    @Test
    void aSeedReplaysAlike() {
        RandomHistory once = RandomHistory.of(4711);
        RandomHistory again = RandomHistory.of(4711);
        assertThat(again).hasToString(once.toString());
        assertThat(again.events()).isEqualTo(once.events());
        assertThat(again.anyEvents()).isEqualTo(once.anyEvents());
        assertThat(again.anyDelivery()).isEqualTo(once.anyDelivery());
        assertThat(RandomHistory.of(4712).events()).isNotEqualTo(once.events());
    }

    @Test
    void aBrokenLawTellsTheSeedToReplay() {
        assertThatThrownBy(() -> Histories.all(1, _ -> assertThat(1).isEqualTo(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dpeerage.seed=")
                .hasMessageContaining("History of seed");
    }

    @Test
    void theVectorOfAStampCoversExactlyTheEventsItsWriterSaw() {
        sample().forEach(history -> {
            for (Event event : history.events()) {
                for (Event other : history.events()) {
                    assertThat(event.stamp().seen().covers(other.stamp().dot()))
                            .as(() -> history.toString())
                            .isEqualTo(event.saw(other));
                }
            }
        });
    }

    @Test
    void everyDeliveryIsInOrderPerOrigin() {
        sample().forEach(history -> {
            history.deliveries().forEach(RandomHistoryTest::assertInOrderPerOrigin);
            assertInOrderPerOrigin(history.anyDelivery());
        });
    }

    private static void assertInOrderPerOrigin(List<Event> delivery) {
        Map<Region, Long> latest = new HashMap<>();
        for (Event event : delivery) {
            Dot dot = event.stamp().dot();
            assertThat(dot.sequence()).isEqualTo(latest.merge(dot.region(), 1L, Long::sum));
        }
    }

    @Test
    void aRegionOftenHoldsAnEventWithoutWhatItsWriterHadSeen() {
        assertThat(shareOf(history -> history.deliveries().stream().anyMatch(RandomHistoryTest::hasGap)))
                .isGreaterThan(0.2);
    }

    private static boolean hasGap(List<Event> delivery) {
        long known = 0;
        boolean gap = false;
        for (Event event : delivery) {
            gap |= (event.seen() & ~known) != 0;
            known |= 1L << event.index();
        }
        return gap;
    }

    /** The case that makes a register keep the context of superseded events. */
    @Test
    void anEventOftenSawAnotherButNotWhatThatOneHadSeen() {
        assertThat(shareOf(history -> history.events().stream()
                        .anyMatch(y ->
                                history.events().stream().anyMatch(x -> y.saw(x) && (x.seen() & ~y.seen()) != 0))))
                .isGreaterThan(0.1);
    }

    @Test
    void regionsOftenWriteAtTheSameTime() {
        assertThat(shareOf(history -> history.events().stream()
                                .map(event -> event.stamp().time())
                                .distinct()
                                .count()
                        < history.events().size()))
                .isGreaterThan(0.2);
    }

    @Test
    void aCauseSometimesBearsALaterTimeThanItsEffect() {
        assertThat(shareOf(history -> history.events().stream()
                        .anyMatch(effect -> history.events().stream()
                                .anyMatch(cause -> effect.saw(cause)
                                        && cause.stamp()
                                                        .time()
                                                        .compareTo(
                                                                effect.stamp().time())
                                                > 0))))
                .isGreaterThan(0.1);
    }

    @Test
    void theSmallestAndTheLargestHistoriesOccur() {
        assertThat(shareOf(history -> history.events().size() <= 3)).isGreaterThan(0.05);
        assertThat(shareOf(history -> history.events().size() >= 20)).isGreaterThan(0.02);
        assertThat(shareOf(history -> history.deliveries().size() == 2)).isGreaterThan(0.05);
        assertThat(shareOf(history -> history.deliveries().size() == 5)).isGreaterThan(0.05);
    }

    private static double shareOf(Predicate<RandomHistory> property) {
        return (double) sample().filter(property).count() / SAMPLE;
    }

    private static Stream<RandomHistory> sample() {
        return LongStream.rangeClosed(1, SAMPLE).mapToObj(RandomHistory::of);
    }
}
