package dev.peerage.field;

import dev.peerage.field.Comparison.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes down what was measured, as a page of Markdown. */
final class FieldReport {

    private final List<String> lines = new ArrayList<>();

    FieldReport() {
        lines.add("# Peerage beside Pekko's replicated event sourcing");
        lines.add("");
        lines.add("Apache Pekko 1.1.3, `org.apache.pekko.persistence.typed.crdt.ORSet`. Java " + Runtime.version()
                + ", " + Runtime.getRuntime().availableProcessors() + " cores.");
    }

    void comparisons(List<Comparison> comparisons) {
        section(
                "Histories after which regions differ for good",
                "The same random histories of a group of 1 to 3 people run through both, add-wins; at the end every region has every"
                        + " event. *Wrong* are those whose regions agree, but not on what the definition of an add-wins set says.");
        lines.add("| operations | delivery | histories | Peerage differs | wrong | Pekko differs | wrong | "
                + IntStream.rangeClosed(2, History.MOST_REGIONS)
                        .mapToObj(regions -> "of " + regions + " regions")
                        .collect(Collectors.joining(" | "))
                + " |");
        lines.add("| ---: | --- | ---: | ---: | ---: | ---: | ---: |" + " ---: |".repeat(History.MOST_REGIONS - 1));
        for (Comparison comparison : comparisons) {
            Count total = comparison.total();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %d | %s | %,d | %,d | %,d | %s | %s | %s |",
                    comparison.length(),
                    comparison.delivery(),
                    total.histories(),
                    total.peerage().diverged(),
                    total.peerage().wrong(),
                    share(total.pekko().diverged(), total),
                    share(total.pekko().wrong(), total),
                    comparison.byRegions().stream()
                            .map(count -> share(count.pekko().diverged(), count))
                            .collect(Collectors.joining(" | "))));
        }
    }

    private static String share(long some, Count all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * some / all.histories());
    }

    void example(History history) {
        section(
                "The simplest found: " + history.delivery(),
                "%d operations, seed %d; the definition says %s."
                        .formatted(history.length(), history.seed(), history.members()));
        lines.add("```");
        lines.addAll(history.story());
        lines.add("");
        lines.add("Peerage: " + String.join(", ", History.inWords(history.run(PeerageReplica::new))));
        lines.add("Pekko:   " + String.join(", ", History.inWords(history.run(PekkoReplica::new))));
        lines.add("```");
    }

    void costs(List<AddCost> costs) {
        section(
                "One add",
                "Medians of rounds, warm, one thread. Microseconds are the machine's; only ratios can be compared. In Peerage a"
                        + " membership is looked up, stamped and folded; in Pekko the add is made and applied, in memory, which"
                        + " each other region does again. A command is the whole of it in Peerage: read from PostgreSQL, decided,"
                        + " stored and committed, on a server that does not wait for the disk.");
        lines.add("| members | Peerage, kernel | Pekko, set | Pekko / Peerage | Peerage, whole command |");
        lines.add("| ---: | ---: | ---: | ---: | ---: |");
        costs.forEach(cost -> lines.add(String.format(
                Locale.ROOT,
                "| %,d | %,.2f µs | %,.2f µs | %,.0f | %,.0f µs |",
                cost.size(),
                cost.peerage().median() / 1e3,
                cost.pekko().median() / 1e3,
                cost.pekko().median() / cost.peerage().median(),
                cost.command().median() / 1e3)));
        AddCost small = costs.getFirst();
        AddCost large = costs.getLast();
        lines.add(String.format(
                Locale.ROOT,
                "| %,d / %,d | %.2f | %,.0f | | %.2f |",
                large.size(),
                small.size(),
                large.peerage().median() / small.peerage().median(),
                large.pekko().median() / small.pekko().median(),
                large.command().median() / small.command().median()));
    }

    private void section(String title, String preface) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        lines.add(preface);
        lines.add("");
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("report.md"), lines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
