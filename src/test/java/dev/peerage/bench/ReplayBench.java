package dev.peerage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events replayed into the directory and into the index, from logs of several lengths, beside the same rows written by plain
 * JDBC and the same documents written by plain Lucene. The log is that of imports, one after the other.
 */
final class ReplayBench {

    private static final Logger log = LoggerFactory.getLogger(ReplayBench.class);

    private static final List<Integer> LENGTHS = List.of(10_000, 100_000, 1_000_000);

    /** What one imported user leads to, with its memberships and its share of a group, before it is known. */
    private static final double FIRST_GUESS = 13;

    private static final int USERS_PER_GROUP = 20;
    private static final int MEMBERSHIPS_PER_USER = 5;

    /** So often each view is replayed before anything is measured. */
    private static final int WARM_UP = 15;

    private final Scale scale;
    private final Path directory;

    ReplayBench(Scale scale, Path directory) {
        this.scale = scale;
        this.directory = directory;
    }

    /**
     * Seconds.
     *
     * @param emptying until the view was empty and began to fill
     * @param filling from then on until it had all again
     * @param limit until plain writing had written the same
     */
    private record Replay(double emptying, double filling, double limit) {}

    /** What a log of one length gave. */
    private record Length(long events, List<Replay> directory, List<Replay> search) {

        Length(long events) {
            this(events, new ArrayList<>(), new ArrayList<>());
        }

        Figure figure(String view, List<Replay> replays) {
            return new Figure(
                    String.format(Locale.ROOT, "%s, %,d events", view, events),
                    "events",
                    new Aim.OfLimit(0.5),
                    replays.stream()
                            .map(replay -> new Figure.Round(events / replay.filling(), events / replay.limit()))
                            .toList());
        }

        String row() {
            return String.format(
                    Locale.ROOT, "| %,d | %s | %s |", events, cells(events, directory), cells(events, search));
        }

        private static String cells(long events, List<Replay> replays) {
            double filling = median(replays, Replay::filling);
            return String.format(
                    Locale.ROOT,
                    "%.2f | %.2f | %.2f | %.1f",
                    median(replays, Replay::emptying),
                    filling,
                    median(replays, Replay::limit),
                    filling * 1e6 / events);
        }

        private static double median(List<Replay> replays, ToDoubleFunction<Replay> time) {
            return Spread.of(replays.stream().map(time::applyAsDouble).toList()).median();
        }
    }

    Section run() throws Exception {
        Map<Integer, Length> lengths = new LinkedHashMap<>();
        try (Application application = Application.start(directory)) {
            LogOfImports imports = new LogOfImports(application);
            LimitView limitView = new LimitView(application.plainDatabase());
            LimitIndex limitIndex = new LimitIndex(application.searchIndex(), directory.resolve("limit-index"));
            for (int length : LENGTHS) {
                imports.growTo(scale.times(length));
                if (lengths.isEmpty()) {
                    warmUp(application);
                }
                Length measured = new Length(imports.events());
                lengths.put(length, measured);
                LogBatches batches = LogBatches.after(0, imports.jdbc, LogBatches.DIRECTORY);
                LogBatches searched = LogBatches.after(0, imports.jdbc, LogBatches.SEARCHED);
                for (int i = 0; i < scale.rounds(); i++) {
                    measured.directory().add(replay(application, Application.VIEW, () -> limitView.seconds(batches)));
                    mustBeEqual(limitView.rows(), limitView.limitRows());
                    measured.search().add(replay(application, Application.SEARCH, () -> limitIndex.seconds(searched)));
                    log.info(
                            "{} events: directory {}, search {}",
                            measured.events(),
                            measured.directory().getLast(),
                            measured.search().getLast());
                }
            }
        }
        return section(lengths.values());
    }

    private static void mustBeEqual(long rows, long limitRows) {
        if (rows != limitRows) {
            throw new IllegalStateException("the view has %d rows, its limit %d".formatted(rows, limitRows));
        }
    }

    private static void warmUp(Application application) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            replay(application, Application.VIEW, () -> 0.0);
            replay(application, Application.SEARCH, () -> 0.0);
        }
    }

    /** @param limit measured right after it; seconds */
    private static Replay replay(Application application, String view, Callable<Double> limit) throws Exception {
        JsonNode before = fingerprint(application);
        long head = application.head();
        long begin = System.nanoTime();
        application.post("/api/v1/admin/views/" + view + "/replay");
        long emptied = System.nanoTime();
        application.awaitView(view, head);
        long filled = System.nanoTime();
        if (!before.equals(fingerprint(application))) {
            throw new IllegalStateException("the replay of " + view + " gave another view");
        }
        return new Replay((emptied - begin) / 1e9, (filled - emptied) / 1e9, limit.call());
    }

    private static JsonNode fingerprint(Application application) throws Exception {
        return JsonMapper.shared()
                .readTree(application.get("/api/v1/admin/fingerprint").body());
    }

    private static Section section(Collection<Length> lengths) {
        List<Figure> figures = new ArrayList<>();
        lengths.forEach(length -> figures.add(length.figure("directory", length.directory())));
        lengths.forEach(length -> figures.add(length.figure("search", length.search())));
        return new Section(
                "replay",
                "Events replayed into the views",
                "Of the directory: plain JDBC upserts the very rows that the events have become, whenever the log touches them, into empty"
                        + " tables with the same columns and indexes: of each of %d segments the batches of %,d events, a transaction each, not"
                                .formatted(LogBatches.SEGMENTS, LogBatches.BATCH)
                        + " waiting for the disk, as the view does not either. Of search: plain Lucene updates the very documents of the index in"
                        + " an empty one, in the same batches, a commit each, on the disk. Neither reads the log or makes what it writes.",
                figures,
                List.of(
                        "From the moment at which the view is empty, which the request waits for, until it has all again; seconds:",
                        "| events | directory: emptied in | filled in | limit | µs an event | search: emptied in | filled in | limit | µs an event |\n"
                                + "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
                                + lengths.stream().map(Length::row).collect(Collectors.joining("\n"))));
    }

    /** Grows by imports to about the length that is wanted. */
    private final class LogOfImports {

        private final Application application;
        private final JdbcClient jdbc;
        private long users;
        private int made;

        LogOfImports(Application application) {
            this.application = application;
            this.jdbc = JdbcClient.create(application.plainDatabase());
        }

        long events() {
            return jdbc.sql("select count(*) from event").query(Long.class).single();
        }

        void growTo(int length) throws IOException, InterruptedException {
            long events = events();
            double perUser = users == 0 ? FIRST_GUESS : (double) events / users;
            int more = (int) Math.round((length - events) / perUser);
            People people = People.generate(
                    directory,
                    "l" + made++ + ".",
                    more,
                    Math.max(10, more / USERS_PER_GROUP),
                    more * MEMBERSHIPS_PER_USER);
            application.importAll(people);
            Files.delete(people.file());
            users += more;
            application.awaitView(Application.SEARCH, application.head());
        }
    }
}
