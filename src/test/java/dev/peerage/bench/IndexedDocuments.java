package dev.peerage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Documents as a writer has to be given them to make the entries that an index has: read off its terms, values and stored
 * fields, field by field.
 */
final class IndexedDocuments {

    /** The field whose term names a document, as Hibernate Search has it. */
    static final String ID = "__HSEARCH_id";

    private final LeafReader reader;
    private final List<Document> documents = new ArrayList<>();

    private IndexedDocuments(LeafReader reader) {
        this.reader = reader;
        for (int i = 0; i < reader.maxDoc(); i++) {
            documents.add(new Document());
        }
    }

    /** The documents by what names them. */
    static Map<String, Document> of(Path index) throws IOException {
        Map<String, Document> all = new HashMap<>();
        try (Directory directory = FSDirectory.open(index);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                new IndexedDocuments(leaf.reader()).readInto(all);
            }
        }
        return all;
    }

    private void readInto(Map<String, Document> all) throws IOException {
        for (FieldInfo field : reader.getFieldInfos()) {
            if (field.getIndexOptions() != IndexOptions.NONE) {
                terms(field);
            }
            values(field);
        }
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            for (IndexableField stored : reader.storedFields().document(i)) {
                document.add(new StoredField(stored.name(), stored.stringValue()));
            }
            if (reader.getLiveDocs() == null || reader.getLiveDocs().get(i)) {
                all.put(document.get(ID), document);
            }
        }
    }

    private void terms(FieldInfo field) throws IOException {
        FieldType type = new FieldType();
        type.setIndexOptions(field.getIndexOptions());
        type.setOmitNorms(field.omitsNorms());
        type.setTokenized(false);
        type.freeze();
        TermsEnum terms = reader.terms(field.name).iterator();
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
            String text = term.utf8ToString();
            PostingsEnum postings = terms.postings(null, PostingsEnum.NONE);
            for (int i = postings.nextDoc(); i != DocIdSetIterator.NO_MORE_DOCS; i = postings.nextDoc()) {
                documents.get(i).add(new Field(field.name, text, type));
            }
        }
    }

    private void values(FieldInfo field) throws IOException {
        switch (field.getDocValuesType()) {
            case NONE -> {}
            case BINARY -> {
                BinaryDocValues values = reader.getBinaryDocValues(field.name);
                for (int i = values.nextDoc(); i != DocIdSetIterator.NO_MORE_DOCS; i = values.nextDoc()) {
                    documents
                            .get(i)
                            .add(new BinaryDocValuesField(field.name, BytesRef.deepCopyOf(values.binaryValue())));
                }
            }
            case SORTED -> {
                SortedDocValues values = reader.getSortedDocValues(field.name);
                for (int i = values.nextDoc(); i != DocIdSetIterator.NO_MORE_DOCS; i = values.nextDoc()) {
                    documents
                            .get(i)
                            .add(new SortedDocValuesField(
                                    field.name, BytesRef.deepCopyOf(values.lookupOrd(values.ordValue()))));
                }
            }
            case SORTED_SET -> {
                SortedSetDocValues values = reader.getSortedSetDocValues(field.name);
                for (int i = values.nextDoc(); i != DocIdSetIterator.NO_MORE_DOCS; i = values.nextDoc()) {
                    for (int each = 0; each < values.docValueCount(); each++) {
                        documents
                                .get(i)
                                .add(new SortedSetDocValuesField(
                                        field.name, BytesRef.deepCopyOf(values.lookupOrd(values.nextOrd()))));
                    }
                }
            }
            default ->
                throw new IllegalStateException("values of %s are %s".formatted(field.name, field.getDocValuesType()));
        }
    }
}
