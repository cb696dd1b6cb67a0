package dev.peerage.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.AnnotatedTypeSource;
import org.hibernate.search.mapper.pojo.standalone.mapping.SearchMapping;
import org.springframework.util.FileSystemUtils;

/** Indexes of Lucene in this process, each in a directory of its own. */
final class LuceneEngine implements IndexEngine {

    private final Path root;
    private final String madeFrom;

    /** @param madeFrom what an index has to be made from to be of use */
    LuceneEngine(Path root, String madeFrom) {
        this.root = root;
        this.madeFrom = madeFrom;
    }

    @Override
    public Index open(String name) {
        try {
            Path directory = Files.createDirectories(root.resolve(name));
            return new Index(
                    name,
                    SearchMapping.builder(AnnotatedTypeSource.fromClasses(Entry.class), MethodHandles.lookup())
                            .property("hibernate.search.backend.type", "lucene")
                            .property("hibernate.search.backend.lucene_version", "LATEST")
                            .property("hibernate.search.backend.directory.root", directory.toString())
                            // a batch of events is on the disk and can be found before the view's position moves on
                            .property("hibernate.search.indexing.plan.synchronization.strategy", "sync")
                            .build(),
                    new IndexMark(directory.resolve("made-from"), madeFrom));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            FileSystemUtils.deleteRecursively(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
