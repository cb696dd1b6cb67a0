package dev.peerage.bench;

import dev.peerage.views.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines imported over HTTP, and how the view follows, beside the same rows written by plain JDBC. */
final class ImportBench {

    private static final Logger log = LoggerFactory.getLogger(ImportBench.class);

    private static final int BATCH = 1_000;
    private static final int USERS = 20_000;
    private static final int GROUPS = 1_000;
    private static final int MEMBERSHIPS = 100_000;

    private final Scale scale;
    private final Application application;
    private final Path directory;
    private final LimitLog limitLog;
    private final LimitView limitView;
    private final List<Figure.Round> first = new ArrayList<>();
    private final List<Figure.Round> lines = new ArrayList<>();
    private final List<Figure.Round> live = new ArrayList<>();
    private final List<Double> behind = new ArrayList<>();
    private final List<Double> caughtUp = new ArrayList<>();
    private long events;
    private int made;

    ImportBench(Scale scale, Application application, Path directory, LimitLog limitLog, LimitView limitView) {
        this.scale = scale;
        this.application = application;
        this.directory = directory;
        this.limitLog = limitLog;
        this.limitView = limitView;
    }

    /**
     * A round of its own: what an application that has just started imports, while most of its code is not compiled.
     */
    void warmUp() throws Exception {
        round();
        first.addAll(lines);
        lines.clear();
        live.clear();
        behind.clear();
        caughtUp.clear();
    }

    /** Imports once more, and returns whom. */
    People round() throws Exception {
        People people = People.generate(
                directory, "r" + made++ + ".", scale.times(USERS), scale.times(GROUPS), scale.times(MEMBERSHIPS));
        Views views = application.bean(Views.class);
        long before = limitLog.head();
        application.awaitView(before);
        long begin = System.nanoTime();
        application.importAll(people);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long atEnd = views.position(Application.VIEW);
        long head = limitLog.head();
        application.awaitView(head);
        double visible = (System.nanoTime() - begin) / 1e9;

        List<EventRow> rows = limitLog.appendedAfter(before);
        events = rows.size();
        int batches = Math.ceilDiv(rows.size(), BATCH);
        double limit = Crew.seconds(1, batches, () -> limitLog.inBatches(rows, BATCH));
        lines.add(new Figure.Round(people.lines() / seconds, people.lines() / limit));
        live.add(new Figure.Round(
                rows.size() / visible,
                rows.size() / limitView.seconds(LogBatches.after(before, limitLog.jdbc(), LogBatches.DIRECTORY))));
        behind.add((double) (head - atEnd));
        caughtUp.add(visible - seconds);
        log.info(
                "import {}: {} in {} s, view {} s later",
                people.prefix(),
                lines.getLast(),
                seconds,
                caughtUp.getLast());
        return people;
    }

    Section section() {
        return new Section(
                "import",
                "Lines imported over HTTP",
                "Plain JDBC writes the very rows the import has just written into a table with the same columns, constraints and"
                        + " indexes, in statements of %,d rows that commit themselves, over one connection."
                                .formatted(BATCH),
                List.of(
                        new Figure("import", "lines", new Aim.PerSecond(20_000), lines),
                        new Figure("the first import after a start", "lines", Aim.NONE, first)),
                List.of(
                        "Each round imports %,d users, %,d groups and %,d memberships, production-like: %,d events."
                                .formatted(scale.times(USERS), scale.times(GROUPS), scale.times(MEMBERSHIPS), events),
                        String.format(
                                Locale.ROOT,
                                "When the import was answered, the view was %,.0f events behind (median; at most %,.0f), and had"
                                        + " all of them %.2f s later (at most %.2f).",
                                Spread.of(behind).median(),
                                Spread.of(behind).most(),
                                Spread.of(caughtUp).median(),
                                Spread.of(caughtUp).most())));
    }

    /** How fast events became visible while they were imported. */
    Section live() {
        return new Section(
                "live",
                "Events into the directory view while they are imported",
                "Plain JDBC upserts the very rows that the events have become, as for a replay.",
                List.of(new Figure("live, while importing", "events", Aim.NONE, live)),
                List.of(
                        "From the first line sent to the last event visible: what the import itself takes of the cores is in it."));
    }
}
