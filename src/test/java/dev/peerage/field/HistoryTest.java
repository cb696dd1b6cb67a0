package dev.peerage.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.field.History.Operation;
import dev.peerage.field.History.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison is worth what its histories are: complete, replayable, and delivered as they claim. */
class HistoryTest {

    private static final int LENGTH = 40;

    @ParameterizedTest
    @EnumSource
    void aSeedReplaysAlike(Delivery delivery) {
        assertThat(History.of(4711, LENGTH, delivery))
                .hasToString(History.of(4711, LENGTH, delivery).toString());
    }

    @ParameterizedTest
    @EnumSource
    void everyRegionHasEveryEventAtTheEndEachOriginInItsOrder(Delivery delivery) {
        sample(delivery).forEach(history -> {
            List<List<Operation>> received = received(history);
            assertThat(received).hasSize(history.regions()).allSatisfy(operations -> {
                assertThat(operations).hasSize(LENGTH).doesNotHaveDuplicates();
                for (int origin = 0; origin < history.regions(); origin++) {
                    assertThat(ofOrigin(origin, operations)).isSorted();
                }
            });
        });
    }

    private static List<Integer> ofOrigin(int origin, List<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation.origin() == origin)
                .map(Operation::index)
                .toList();
    }

    @Test
    void whatIsDeliveredCausallyComesAfterAllItsWriterHadSeen() {
        assertThat(sample(Delivery.CAUSAL)).allMatch(HistoryTest::isCausal);
    }

    @Test
    void whatIsInOrderOfEachOriginAloneOftenComesBefore() {
        assertThat(sample(Delivery.IN_ORDER_OF_EACH_ORIGIN).filter(history -> !isCausal(history)))
                .hasSizeGreaterThan(100);
    }

    private static boolean isCausal(History history) {
        long[] known = new long[history.regions()];
        for (Step step : history.steps()) {
            if ((step.operation().seen() & ~known[step.region()]) != 0) {
                return false;
            }
            known[step.region()] |= 1L << step.operation().index();
        }
        return true;
    }

    private static List<List<Operation>> received(History history) {
        List<List<Operation>> received = Stream.generate(() -> (List<Operation>) new ArrayList<Operation>())
                .limit(history.regions())
                .toList();
        history.steps().forEach(step -> received.get(step.region()).add(step.operation()));
        return received;
    }

    private static Stream<History> sample(Delivery delivery) {
        return LongStream.rangeClosed(1, 500).mapToObj(seed -> History.of(seed, LENGTH, delivery));
    }
}
