package dev.peerage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hibernate.search.util.common.SearchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Indexes in files, and what becomes of those. */
@ExtendWith(OutputCaptureExtension.class)
class LuceneEngineTest {

    @TempDir
    Path root;

    @Test
    void whatWasPutIsThereAfterAnotherStart() {
        try (Index index = made()) {
            index.put(List.of(homer()), List.of());
        }
        try (Index index = engine("db").open("a")) {
            assertThat(index.isThere()).isTrue();
            assertThat(found(index)).containsExactly("user/homer");
        }
    }

    @Test
    void anIndexOfAnotherDatabaseIsAsGoodAsNone() {
        made().close();

        try (Index index = engine("another db").open("a")) {
            assertThat(index.isThere()).isFalse();
        }
    }

    @Test
    void aDamagedIndexIsAsGoodAsNone(CapturedOutput output) throws IOException {
        try (Index index = made()) {
            index.put(List.of(homer()), List.of());
        }
        try (var files = Files.newDirectoryStream(files(), "segments_*")) {
            for (Path file : files) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }

        try (Index index = engine("db").open("a")) {
            assertThat(index.isThere()).isFalse();
            assertThat(output).contains("The search index in " + root.resolve("a") + " is damaged");
            index.clear();
            index.mark();
            index.put(List.of(homer()), List.of());
            assertThat(found(index)).containsExactly("user/homer");
        }
    }

    @Test
    void whenFilesCanBeWrittenAgainItGoesOn() throws IOException {
        try (Index index = made()) {
            Path away = Files.move(files(), root.resolve("away"));
            Files.createFile(files());

            assertThatExceptionOfType(SearchException.class).isThrownBy(() -> index.put(List.of(homer()), List.of()));

            Files.delete(files());
            Files.move(away, files());
            index.put(List.of(homer()), List.of());
            assertThat(found(index)).containsExactly("user/homer");
        }
    }

    private Index made() {
        Index index = engine("db").open("a");
        index.clear();
        index.mark();
        return index;
    }

    private LuceneEngine engine(String madeFrom) {
        return new LuceneEngine(root, madeFrom);
    }

    private Path files() {
        return root.resolve("a/resource");
    }

    private static Entry homer() {
        return new Entry("user", "homer", new Searched(List.of("homer"), "Homer", List.of(), List.of(), true, null));
    }

    private static List<String> found(Index index) {
        return index.find(where -> where.matchAll().toPredicate(), Order.AMONG_EQUALS, 10).stream()
                .map(Index.Hit::subject)
                .toList();
    }
}
