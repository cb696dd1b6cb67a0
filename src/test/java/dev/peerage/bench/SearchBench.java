package dev.peerage.bench;

import static java.util.Objects.requireNonNull;

import dev.peerage.search.Criteria;
import dev.peerage.search.Search;
import dev.peerage.web.Cursor;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Users searched for as people type, by kinds of questions: over HTTP, beside a fixed answer of the same size from the same
 * server; and within, beside the cheapest question that Lucene can be asked.
 */
final class SearchBench {

    private static final Logger log = LoggerFactory.getLogger(SearchBench.class);

    private static final int USERS = 250_000;
    private static final int GROUPS = 5_000;
    private static final int MEMBERSHIPS = 250_000;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int TOP = 10;
    private static final String SECOND_PAGE = "two letters, the second page";

    private final Scale scale;
    private final Path directory;

    SearchBench(Scale scale, Path directory) {
        this.scale = scale;
        this.directory = directory;
    }

    /** Milliseconds. */
    private record Times(double perSecond, double p50, double p99) {}

    /** All rounds of one kind of questions. */
    private record Kind(
            List<Figure.Round> rounds, List<Times> http, List<Times> fixed, List<Times> within, List<Times> lucene) {

        Kind() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    Section run() throws Exception {
        try (Application application = Application.start(directory)) {
            People people =
                    People.generate(directory, "s.", scale.times(USERS), scale.times(GROUPS), scale.times(MEMBERSHIPS));
            application.importAll(people);
            application.awaitView(Application.SEARCH, application.head());
            SequencedMap<String, List<Questions.Asked>> questions = new LinkedHashMap<>(
                    Questions.about(people.file(), people.ids().size()).byKind());
            Files.delete(people.file());
            questions.put(SECOND_PAGE, secondPages(application, requireNonNull(questions.get("two letters"))));
            questions.values().removeIf(List::isEmpty);
            Map<String, Kind> kinds = new LinkedHashMap<>();
            try (Load load = Load.on(application, directory);
                    Directory index = FSDirectory.open(application.searchIndex());
                    DirectoryReader reader = DirectoryReader.open(index)) {
                FixedAnswer fixed = FixedAnswer.in(application);
                Path fixedPath = load.paths("fixed", List.of(FixedAnswer.PATH));
                IndexSearcher searcher = new IndexSearcher(reader);
                // the first round is of code that is not compiled
                for (int i = -1; i < scale.rounds(); i++) {
                    for (Map.Entry<String, List<Questions.Asked>> each : questions.entrySet()) {
                        Kind kind = i < 0 ? new Kind() : kinds.computeIfAbsent(each.getKey(), _ -> new Kind());
                        fixed.becomes(application.get(each.getValue().getFirst().path()));
                        round(kind, each.getKey(), each.getValue(), load, fixedPath, application, searcher);
                        log.info("{}: {} {}", each.getKey(), kind.http().getLast(), kind.within());
                    }
                }
                return section(kinds, people.ids().size(), application.searchIndex());
            }
        }
    }

    private static List<Questions.Asked> secondPages(Application application, List<Questions.Asked> first)
            throws IOException, InterruptedException {
        List<Questions.Asked> second = new ArrayList<>();
        for (Questions.Asked each : first) {
            JsonNode page =
                    JsonMapper.shared().readTree(application.get(each.path()).body());
            if (page.has("next")) {
                second.add(each.with("cursor", page.get("next").stringValue()));
            }
        }
        return second;
    }

    private void round(
            Kind kind,
            String name,
            List<Questions.Asked> questions,
            Load load,
            Path fixedPath,
            Application application,
            IndexSearcher searcher)
            throws IOException {
        Path paths = load.paths(
                name.replaceAll("[^a-z]+", "-"),
                questions.stream().map(Questions.Asked::path).toList());
        kind.http().add(times(load.run(1, scale.times(ROUND), paths)));
        kind.fixed().add(times(load.run(1, scale.times(ROUND), fixedPath)));
        kind.rounds()
                .add(new Figure.Round(
                        kind.http().getLast().perSecond(),
                        kind.fixed().getLast().perSecond()));
        if (questions.getFirst().parameters().containsKey("group")) {
            return;
        }
        Search search = application.bean(Search.class);
        kind.within().add(times(questions, asked -> find(search, asked.parameters())));
        kind.lucene().add(times(questions, asked -> oneWord(searcher, asked)));
    }

    private static Times times(Load.Result result) {
        return new Times(result.perSecond(), result.p50(), result.p99());
    }

    private Times times(List<Questions.Asked> questions, Consumer<Questions.Asked> search) {
        List<Long> nanos = new ArrayList<>();
        long begin = System.nanoTime();
        long end = begin + scale.times(ROUND).toNanos();
        long before = begin;
        for (int i = 0; before < end; i++) {
            search.accept(questions.get(i % questions.size()));
            long after = System.nanoTime();
            nanos.add(after - before);
            before = after;
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Times(
                sorted.length * 1e9 / (before - begin),
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static void find(Search search, Map<String, String> asked) {
        Criteria criteria = Criteria.all("user")
                .matching(asked.get("q"))
                .active(asked.get("active"))
                .sort(asked.get("sort"));
        Optional<Cursor> cursor = Optional.ofNullable(asked.get("cursor")).map(sent -> Cursor.decode("cursor", sent));
        Page<String> found = search.page(
                criteria,
                new PageRequest(TOP, cursor),
                ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> id)));
        if (found.items().size() > TOP) {
            throw new IllegalStateException("a page of " + found.items().size());
        }
    }

    /** Ten of those who have a word, as they come. */
    private static void oneWord(IndexSearcher searcher, Questions.Asked asked) {
        String word =
                requireNonNull(asked.parameters().get("q")).split("\\s+")[0].toLowerCase(Locale.ROOT);
        try {
            searcher.search(new TermQuery(new Term("words", word)), TOP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Section section(Map<String, Kind> kinds, int users, Path index) throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        rows.add(
                "| question | p50 ms | p99 ms | fixed answer's p50 | its p99 | within, p50 ms | p99 ms | one term of Lucene, p50 | its p99 |");
        rows.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        kinds.forEach((name, kind) -> {
            figures.add(new Figure(name, "searches", Aim.NONE, kind.rounds()));
            rows.add("| " + name + " | "
                    + Stream.of(kind.http(), kind.fixed(), kind.within(), kind.lucene())
                            .map(SearchBench::cells)
                            .collect(Collectors.joining(" | "))
                    + " |");
        });
        return new Section(
                "search",
                "Users searched for as people type",
                "The same server answers with bytes that are there already: one of the answers, behind the same filters, keys and dispatching. One connection."
                        + " Within: the same questions asked without HTTP, without the rows of those that are found; beside it, ten of those who have the"
                        + " first word, by Lucene's plainest query on the same index.",
                figures,
                List.of(
                        String.format(
                                Locale.ROOT,
                                "%,d users and %,d groups; the index has %,.1f MB, the heap after the last round %,.0f MB.",
                                users,
                                scale.times(GROUPS),
                                size(index) / 1e6,
                                heap() / 1e6),
                        String.join("\n", rows)));
    }

    private static String cells(List<Times> rounds) {
        return rounds.isEmpty()
                ? "– | –"
                : String.format(Locale.ROOT, "%.2f | %.2f", median(rounds, Times::p50), median(rounds, Times::p99));
    }

    private static double median(List<Times> rounds, ToDoubleFunction<Times> time) {
        return Spread.of(rounds.stream().map(time::applyAsDouble).toList()).median();
    }

    private static long size(Path index) throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** What is in use when all that is not has been collected. */
    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
