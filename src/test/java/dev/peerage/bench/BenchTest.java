package dev.peerage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

    private final Scale scale = Scale.ofProperties();
    private final Recorder recorder = new Recorder(DIRECTORY);

    @Test
    void everyFigureIsMeasuredBesideItsLimit() throws Exception {
        Files.createDirectories(DIRECTORY);
        try (Application application = Application.start(DIRECTORY)) {
            DataSource plain = application.plainDatabase();
            Map<String, String> machine = Machine.describe(JdbcClient.create(plain), DIRECTORY);
            LimitLog limitLog = new LimitLog(plain);
            List<Section> sections = new ArrayList<>(measure(application, limitLog, new LimitView(plain)));
            if (scale.includes("replication")) {
                sections.add(recorder.record("replication", new ReplicationBench(scale, DIRECTORY)::run));
            }
            Report.write(DIRECTORY, scale, machine, sections);

            assertThat(limitLog.ofLimit()).isEqualTo(limitLog.ofLog());
            assertThat(sections).flatExtracting(Section::figures).isNotEmpty().allMatch(Figure::isSane);
        }
        assertThat(DIRECTORY.resolve("report.md")).isNotEmptyFile();
    }

    /** Replays and reads come early, while the log is that of one import. */
    private List<Section> measure(Application application, LimitLog limitLog, LimitView limitView) throws Exception {
        ImportBench imports = new ImportBench(scale, application, DIRECTORY, limitLog, limitView);
        imports.warmUp();
        People people = recorder.record("import", imports::round);
        ReplayBench replays = new ReplayBench(scale, application, limitLog, limitView);
        if (scale.includes("views")) {
            recorder.record("views", replays::run);
        }
        SortedMap<String, Section> sections = new TreeMap<>();
        if (scale.includes("reads")) {
            add(sections, recorder.record("reads", new ReadBench(scale, application, DIRECTORY, people)::run));
        }
        if (scale.includes("import")) {
            for (int i = 1; i < scale.rounds(); i++) {
                imports.round();
            }
        }
        if (scale.includes("append")) {
            add(sections, recorder.record("append", new AppendBench(scale, application, limitLog, people.ids())::run));
        }
        if (scale.includes("feed")) {
            add(sections, recorder.record("feed", new FeedBench(scale, application, limitLog)::run));
        }
        add(sections, imports.section());
        add(sections, replays.section(imports.live()));
        return List.copyOf(sections.values());
    }

    private static void add(SortedMap<String, Section> sections, Section section) {
        sections.put(section.name(), section);
    }
}
