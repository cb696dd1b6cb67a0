package dev.peerage.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.springframework.util.FileSystemUtils;

/**
 * A second index, into which plain Lucene writes the very documents that the index of a search view has, when the log
 * touches them: in the batches of the view's segments, a thread for each segment and a commit for each batch. No reading of
 * the log or of the directory, no making of words or documents.
 */
final class LimitIndex {

    private final Path index;
    private final Path limit;
    private long documents;

    /**
     * @param index a Lucene index
     * @param limit a directory for the second one
     */
    LimitIndex(Path index, Path limit) {
        this.index = index;
        this.limit = limit;
    }

    /** How many documents the last measurement wrote. */
    long documents() {
        return documents;
    }

    /**
     * Writes the documents that the index has into the second one, which is empty before.
     *
     * @param log what touches them
     * @return seconds
     */
    double seconds(LogBatches log) throws Exception {
        FileSystemUtils.deleteRecursively(limit);
        Files.createDirectories(limit);
        Map<String, Document> indexed = IndexedDocuments.of(index);
        List<List<List<Document>>> segments = log.segments().stream()
                .map(batches -> batches.stream()
                        .map(subjects -> subjects.stream()
                                .filter(indexed::containsKey)
                                .map(indexed::get)
                                .toList())
                        .filter(batch -> !batch.isEmpty())
                        .toList())
                .toList();
        try (Directory directory = FSDirectory.open(limit);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new KeywordAnalyzer()))) {
            double seconds = Crew.seconds(segments.size(), segments.size(), () -> worker(segments, writer));
            documents = writer.getDocStats().numDocs;
            if (documents != indexed.size()) {
                throw new IllegalStateException(
                        "the index has %d entries, its limit %d".formatted(indexed.size(), documents));
            }
            return seconds;
        }
    }

    private static Crew.Worker worker(List<List<List<Document>>> segments, IndexWriter writer) {
        return task -> {
            for (List<Document> batch : segments.get(task)) {
                for (Document document : batch) {
                    writer.updateDocument(new Term(IndexedDocuments.ID, document.get(IndexedDocuments.ID)), document);
                }
                writer.commit();
            }
        };
    }
}
