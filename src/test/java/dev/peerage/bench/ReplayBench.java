package dev.peerage.bench;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events replayed into the directory view, beside its rows written by plain JDBC. */
final class ReplayBench {

    private static final Logger log = LoggerFactory.getLogger(ReplayBench.class);

    private final Scale scale;
    private final Application application;
    private final LimitLog limitLog;
    private final LimitView limitView;
    private final List<Figure.Round> rounds = new ArrayList<>();
    private long events;
    private long rows;

    ReplayBench(Scale scale, Application application, LimitLog limitLog, LimitView limitView) {
        this.scale = scale;
        this.application = application;
        this.limitLog = limitLog;
        this.limitView = limitView;
    }

    /** Measures all rounds. */
    List<Figure.Round> run() throws Exception {
        for (int i = 0; i < scale.rounds(); i++) {
            rounds.add(round());
            log.info("replay: {}", rounds.getLast());
        }
        return rounds;
    }

    private Figure.Round round() throws Exception {
        events = limitLog.ofLog().rows();
        rows = limitView.rows();
        JsonNode before = fingerprint();
        long head = limitLog.head();
        long begin = System.nanoTime();
        application.post("/api/v1/admin/views/" + Application.VIEW + "/replay");
        application.awaitView(head);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!before.equals(fingerprint())) {
            throw new IllegalStateException("the replay gave another view");
        }
        double limit = limitView.seconds("");
        if (limitView.limitRows() != rows) {
            throw new IllegalStateException(
                    "the view has %d rows, its limit %d".formatted(rows, limitView.limitRows()));
        }
        return new Figure.Round(events / seconds, events / limit);
    }

    /** @param live how fast events became visible while they were imported */
    Section section(Figure live) {
        List<Figure> figures = new ArrayList<>(List.of(live));
        List<String> remarks = new ArrayList<>();
        remarks.add(
                "Live is from the first line sent to the last event visible: what the import itself takes of the cores is in it.");
        if (!rounds.isEmpty()) {
            figures.add(new Figure("replay", "events", new Aim.PerSecond(40_000), rounds));
            remarks.add(
                    "A replay is from the request until the view has all again, %,d events of which it makes %,d rows."
                            .formatted(events, rows));
        }
        return new Section(
                "views",
                "Events into the directory view",
                "Plain JDBC writes the very rows that the events have become into"
                        + " tables with the same columns and indexes, by set-based upserts of %,d rows over %d connections, not waiting for the"
                                .formatted(LimitView.BATCH, LimitView.CONNECTIONS)
                        + " disk, as the view does not either. It reads no log and folds nothing.",
                figures,
                remarks);
    }

    private JsonNode fingerprint() throws Exception {
        return JsonMapper.shared()
                .readTree(application.get("/api/v1/admin/fingerprint").body());
    }
}
