package dev.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class StartLogTest {

    @TempDir
    Path directory;

    @Test
    void startTellsWhatAnOperatorWantsAndLibrariesKeepQuiet(CapturedOutput output) {
        TestDatabase database = TestDatabase.create();
        try (ConfigurableApplicationContext _ = new SpringApplicationBuilder(Peerage.class)
                .main(Peerage.class)
                .run(
                        "--server.port=0",
                        "--peerage.data-dir=" + directory,
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password())) {
            List<String> lines = output.getOut()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .dropWhile(line -> !line.contains("Starting Peerage"))
                    .toList();

            assertThat(String.join("\n", lines))
                    .containsSubsequence(
                            "The database is " + database.url().replaceFirst("\\?.*", "") + ", a PostgreSQL 1",
                            "Successfully applied",
                            "Started Peerage in",
                            "Peerage region local is ready: http://localhost:",
                            "(admin key in " + directory.resolve("admin.key"))
                    .doesNotContain("[]");
            assertThat(lines).allMatch(line -> line.contains(" dev.peerage.") || line.contains(".DbMigrate "));
        }
    }
}
