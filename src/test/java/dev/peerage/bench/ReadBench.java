package dev.peerage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users read over HTTP, beside a fixed answer of the same size from the same server. */
final class ReadBench {

    private static final Logger log = LoggerFactory.getLogger(ReadBench.class);

    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int MOST_WARM_UPS = 30;

    private final Scale scale;
    private final Application application;
    private final Path directory;
    private final People people;
    private final List<String> latencies = new ArrayList<>();

    ReadBench(Scale scale, Application application, Path directory, People people) {
        this.scale = scale;
        this.application = application;
        this.directory = directory;
        this.people = people;
    }

    Section run() throws Exception {
        latencies.add("| request | connections | p50 ms | p99 ms | fixed answer's p50 ms | its p99 ms |");
        latencies.add("| --- | ---: | ---: | ---: | ---: | ---: |");
        List<Figure> figures = new ArrayList<>();
        FixedAnswer fixed = FixedAnswer.in(application);
        try (Load load = Load.on(application, directory)) {
            figures.addAll(figures("by id", new Aim.OfLimit(0.6), people.paths(), fixed, load));
            figures.addAll(figures("by email", Aim.NONE, people.lookUps(), fixed, load));
        }
        return new Section(
                "reads",
                "Users read over HTTP",
                "The same server answers with bytes that are there already: body and headers of a user, behind the same filters, keys"
                        + " and dispatching. The load generator is a process of its own on the same cores.",
                figures,
                List.of(
                        "%,d users, asked for at random over connections that stay open."
                                .formatted(people.ids().size()),
                        String.join("\n", latencies)));
    }

    private List<Figure> figures(String name, Aim aim, List<String> paths, FixedAnswer fixed, Load load)
            throws Exception {
        fixed.becomes(application.get(paths.getFirst()));
        Path asked = load.paths(name.replace(' ', '-'), paths);
        Path fixedPath = load.paths("fixed", List.of(FixedAnswer.PATH));
        warmUp(load, asked);
        warmUp(load, fixedPath);
        List<Figure> figures = new ArrayList<>();
        for (int connections : List.of(8, 1)) {
            List<Load.Result> measured = new ArrayList<>();
            List<Load.Result> limits = new ArrayList<>();
            List<Figure.Round> rounds = new ArrayList<>();
            for (int i = 0; i < scale.rounds(); i++) {
                measured.add(load.run(connections, scale.times(ROUND), asked));
                limits.add(load.run(connections, scale.times(ROUND), fixedPath));
                rounds.add(new Figure.Round(
                        measured.getLast().perSecond(), limits.getLast().perSecond()));
            }
            String label = connections == 1 ? ", 1 connection" : ", " + connections + " connections";
            figures.add(new Figure(name + label, "requests", aim, rounds));
            log.info(
                    "{}{}: {}, {}",
                    name,
                    label,
                    figures.getLast().measured(),
                    figures.getLast().limit());
            latencies.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f | %.2f | %.2f |",
                    name,
                    connections,
                    median(measured, Load.Result::p50),
                    median(measured, Load.Result::p99),
                    median(limits, Load.Result::p50),
                    median(limits, Load.Result::p99)));
        }
        return figures;
    }

    /** Until it gets no faster: what the compiler still works on is not what is asked about. */
    private void warmUp(Load load, Path paths) throws IOException {
        double best = 0;
        int noFaster = 0;
        for (int i = 0; i < MOST_WARM_UPS && noFaster < 3; i++) {
            double now = load.run(8, scale.times(ROUND), paths).perSecond();
            noFaster = now > best * 1.05 ? 0 : noFaster + 1;
            best = Math.max(best, now);
        }
    }

    private static double median(List<Load.Result> results, ToDoubleFunction<Load.Result> time) {
        return Spread.of(results.stream().map(time::applyAsDouble).toList()).median();
    }
}
