package dev.peerage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what was measured: a page of Markdown, and a chart for each section. */
final class Report {

    private final List<String> lines = new ArrayList<>();

    private Report() {}

    static void write(Path directory, Scale scale, Map<String, String> machine, List<Section> sections)
            throws IOException {
        Report report = new Report();
        report.preface(scale, machine);
        for (Section section : sections) {
            Files.writeString(
                    directory.resolve(section.name() + ".svg"), BarChart.of(section.title(), section.figures()));
            report.section(section);
        }
        Files.write(directory.resolve("report.md"), report.lines);
    }

    private void preface(Scale scale, Map<String, String> machine) {
        lines.add("# What Peerage does beside what the machine could do");
        lines.add("");
        lines.add(
                "Each figure and its limit were measured in turn in one run, %d rounds each; a number is the median of the rounds,"
                        .formatted(scale.rounds()));
        lines.add(
                "a share the median of each round's own, with the least and the most of them. Application, database and load share");
        lines.add("the cores.");
        if (scale.factor() != 1) {
            lines.add("");
            lines.add("**Scaled by %s: only to try the bench.**".formatted(scale.factor()));
        }
        lines.add("");
        lines.add("| | |");
        lines.add("| --- | --- |");
        machine.forEach((name, value) -> lines.add("| %s | %s |".formatted(name, value)));
    }

    private void section(Section section) {
        lines.add("");
        lines.add("## " + section.title());
        lines.add("");
        lines.add("![%s](%s.svg)".formatted(section.title(), section.name()));
        lines.add("");
        lines.add("| | a second | limit | share | aim | reached |");
        lines.add("| --- | ---: | ---: | ---: | --- | --- |");
        section.figures().forEach(figure -> lines.add(row(figure)));
        lines.add("");
        lines.add("Limit: " + section.limit());
        section.remarks().forEach(remark -> {
            lines.add("");
            lines.add(remark);
        });
    }

    private static String row(Figure figure) {
        Spread share = figure.share();
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f %s | %,.0f | %.0f %% (%.0f to %.0f) | %s | %s |",
                figure.name(),
                figure.measured().median(),
                figure.unit(),
                figure.limit().median(),
                share.median() * 100,
                share.least() * 100,
                share.most() * 100,
                figure.aim().text(),
                figure.aim() instanceof Aim.None ? "" : figure.aim().isReachedBy(figure) ? "yes" : "no");
    }
}
