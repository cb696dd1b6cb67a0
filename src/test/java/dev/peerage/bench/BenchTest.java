package dev.peerage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures, and writes {@code target/bench/report.md}. How fast something has to be is not tested: that depends on the
 * machine. That each figure is there, and that both sides of it did the same work, is.
 */
@Tag("bench")
class BenchTest {

    private static final Path DIRECTORY = Path.of("target/bench");

    /** The others have applications of their own. */
    private static final Set<String> ON_ONE_APPLICATION = Set.of("append", "feed", "import", "reads");

    private final Scale scale = Scale.ofProperties();
    private final Recorder recorder = new Recorder(DIRECTORY);

    @Test
    void everyFigureIsMeasuredBesideItsLimit() throws Exception {
        Files.createDirectories(DIRECTORY);
        List<Section> sections = new ArrayList<>();
        Map<String, String> machine;
        try (Application application = Application.start(DIRECTORY)) {
            DataSource plain = application.plainDatabase();
            machine = Machine.describe(JdbcClient.create(plain), DIRECTORY);
            if (ON_ONE_APPLICATION.stream().anyMatch(scale::includes)) {
                LimitLog limitLog = new LimitLog(plain);
                sections.addAll(measure(application, limitLog, new LimitView(plain)));
                assertThat(limitLog.ofLimit()).isEqualTo(limitLog.ofLog());
            }
        }
        add(sections, "replay", new ReplayBench(scale, DIRECTORY)::run);
        add(sections, "search", new SearchBench(scale, DIRECTORY)::run);
        add(sections, "replication", new ReplicationBench(scale, DIRECTORY)::run);
        Report.write(DIRECTORY, scale, machine, sections);

        assertThat(sections).flatExtracting(Section::figures).isNotEmpty().allMatch(Figure::isSane);
        assertThat(DIRECTORY.resolve("report.md")).isNotEmptyFile();
    }

    /** Reads come early, while the log is that of one import. */
    private List<Section> measure(Application application, LimitLog limitLog, LimitView limitView) throws Exception {
        ImportBench imports = new ImportBench(scale, application, DIRECTORY, limitLog, limitView);
        imports.warmUp();
        People people = recorder.record("import", imports::round);
        List<Section> sections = new ArrayList<>();
        add(sections, "reads", new ReadBench(scale, application, DIRECTORY, people)::run);
        if (scale.includes("import")) {
            for (int i = 1; i < scale.rounds(); i++) {
                imports.round();
            }
        }
        add(sections, "append", new AppendBench(scale, application, limitLog, people.ids())::run);
        add(sections, "feed", new FeedBench(scale, application, limitLog)::run);
        sections.add(imports.section());
        sections.add(imports.live());
        sections.sort(Comparator.comparing(Section::name));
        return sections;
    }

    private void add(List<Section> sections, String name, Callable<Section> bench) throws Exception {
        if (scale.includes(name)) {
            sections.add(recorder.record(name, bench));
        }
    }
}
