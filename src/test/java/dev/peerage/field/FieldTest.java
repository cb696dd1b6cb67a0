package dev.peerage.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.Commands;
import dev.peerage.testing.PeerageTest;
import dev.peerage.views.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Measures, prints, and writes {@code target/field/report.md}. How another system fares and how long something takes are
 * not tested; that Peerage's regions always end alike, and with what the definition says, is.
 */
@PeerageTest
@Tag("field")
class FieldTest {

    private static final long HISTORIES = 100_000;
    private static final List<Integer> LENGTHS = List.of(6, 40);
    private static final List<Integer> SIZES = List.of(100, 10_000, 100_000);

    @Autowired
    private Commands commands;

    @Autowired
    private Views views;

    @Test
    void everyHistoryEndsAlikeInAllRegionsAndAsTheDefinitionSays() throws IOException {
        FieldReport report = new FieldReport();
        List<Comparison> comparisons = comparisons();
        report.comparisons(comparisons);
        for (Delivery delivery : Delivery.values()) {
            Comparison.simplestThatDiverges(HISTORIES, delivery).ifPresent(report::example);
        }
        report.costs(costs());
        report.write(Path.of("target/field"));
        System.out.println(report);

        assertThat(comparisons).allSatisfy(comparison -> {
            assertThat(comparison.failure()).isEmpty();
            assertThat(comparison.total().histories()).isEqualTo(HISTORIES);
        });
    }

    private static List<Comparison> comparisons() {
        List<Comparison> comparisons = new ArrayList<>();
        for (Delivery delivery : Delivery.values()) {
            for (int length : LENGTHS) {
                comparisons.add(Comparison.of(HISTORIES, length, delivery));
            }
        }
        return comparisons;
    }

    private List<AddCost> costs() {
        List<GroupOfSize> groups = SIZES.stream().map(GroupOfSize::new).toList();
        views.stop();
        try {
            return AddCost.measure(groups, Directory.of(commands, SIZES));
        } finally {
            views.start();
        }
    }
}
