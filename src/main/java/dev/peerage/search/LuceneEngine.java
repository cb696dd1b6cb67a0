package dev.peerage.search;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.AnnotatedTypeSource;
import org.hibernate.search.mapper.pojo.standalone.mapping.SearchMapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** Indexes of Lucene in this process, each in a directory of its own. */
final class LuceneEngine implements IndexEngine {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneEngine.class);

    /** Each has a part of each batch, which becomes a file of its own: more than can be worked off at once only cost. */
    private static final int QUEUES = Math.min(10, Runtime.getRuntime().availableProcessors());

    private final Path root;
    private final String madeFrom;

    /** @param madeFrom what an index has to be made from to be of use */
    LuceneEngine(Path root, String madeFrom) {
        this.root = root;
        this.madeFrom = madeFrom;
    }

    /** One that is damaged is as good as none. */
    @Override
    public Index open(String name) {
        try {
            deleteIfDamaged(name);
            Path directory = Files.createDirectories(root.resolve(name));
            return new Index(
                    name,
                    SearchMapping.builder(AnnotatedTypeSource.fromClasses(Entry.class), MethodHandles.lookup())
                            .property("hibernate.search.backend.type", "lucene")
                            .property("hibernate.search.backend.lucene_version", "LATEST")
                            .property("hibernate.search.backend.directory.root", directory.toString())
                            .property("hibernate.search.backend.indexing.queue_count", QUEUES)
                            // a batch of events is on the disk and can be found before the view's position moves on
                            .property("hibernate.search.indexing.plan.synchronization.strategy", "sync")
                            .build(),
                    new MarkFile(directory.resolve("made-from"), madeFrom));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** And not if the disk is full, or files are locked: that may pass. */
    private void deleteIfDamaged(String name) throws IOException {
        Path files = root.resolve(name).resolve(Entry.INDEX);
        if (!Files.isDirectory(files)) {
            return;
        }
        try (Directory directory = FSDirectory.open(files)) {
            if (DirectoryReader.indexExists(directory)) {
                DirectoryReader.open(directory).close();
            }
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | NoSuchFileException
                | EOFException damage) {
            LOG.warn("The search index in {} is damaged, and is made anew: {}", root.resolve(name), damage.toString());
            delete(name);
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
