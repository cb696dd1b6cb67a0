package dev.peerage.search;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.search.engine.backend.types.Projectable;
import org.hibernate.search.engine.backend.types.Sortable;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.DocumentId;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.Indexed;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.KeywordField;
import org.hibernate.search.mapper.pojo.mapping.definition.annotation.SearchEntity;
import org.jspecify.annotations.Nullable;

/**
 * What the index has of a resource. All of it is words that are compared as they are: what a word is, is decided before it
 * comes here. Orders are by keys of which no two resources have the same, so that a page goes on behind a key.
 */
@SearchEntity
@Indexed(index = Entry.INDEX)
final class Entry {

    static final String INDEX = "resource";

    /** Longer values are told apart by their resources' ids. */
    private static final int LONGEST_KEY = 256;

    @DocumentId
    private final String subject;

    @KeywordField
    private final String type;

    /** The usernames and the like, whole, but for case. */
    @KeywordField
    private final List<String> exactHandles;

    /** The same but for case and accents. */
    @KeywordField
    private final List<String> handles;

    /** All words of the name, in an order of their own. */
    @KeywordField
    private final @Nullable String wholeName;

    /** The words that name it. */
    @KeywordField
    private final Set<String> naming;

    /** All words. */
    @KeywordField
    private final Set<String> words;

    @KeywordField
    private final String active;

    @KeywordField(sortable = Sortable.YES, projectable = Projectable.YES)
    private final String byName;

    @KeywordField(sortable = Sortable.YES, projectable = Projectable.YES)
    private final String byHandle;

    @KeywordField(sortable = Sortable.YES, projectable = Projectable.YES)
    private final String byCreation;

    @KeywordField(sortable = Sortable.YES)
    private final String bySubject;

    /** Of all that is above. */
    @KeywordField(projectable = Projectable.YES)
    private final String digest;

    Entry(String type, String id, Searched searched) {
        this.subject = subject(type, id);
        this.type = type;
        this.exactHandles = searched.handles().stream().map(Words::withoutCase).toList();
        this.handles = searched.handles().stream().map(Words::folded).toList();
        String name = searched.name() == null ? "" : searched.name();
        String sortedName = Words.sorted(name);
        this.wholeName = sortedName.isEmpty() ? null : sortedName;
        this.naming = words(Stream.concat(Stream.of(name), searched.naming().stream()));
        this.words = new LinkedHashSet<>(naming);
        words.addAll(words(searched.texts().stream()));
        this.active = Boolean.toString(searched.active());
        this.byName = key(Words.folded(name), id);
        this.byHandle = key(handles.isEmpty() ? "" : handles.getFirst(), id);
        this.byCreation = key(
                searched.createdAt() == null
                        ? ""
                        : String.format(
                                Locale.ROOT, "%015d", searched.createdAt().toEpochMilli()),
                id);
        this.bySubject = subject;
        this.digest = digest(Stream.of(
                        subject, exactHandles, handles, sortedName, naming, words, active, byName, byHandle, byCreation)
                .toList()
                .toString());
    }

    String digest() {
        return digest;
    }

    static String subject(String type, String id) {
        return type + "/" + id;
    }

    /** About how long it is: words that name it are kept twice. */
    long letters() {
        return Stream.of(naming, words)
                .flatMap(Set::stream)
                .mapToLong(String::length)
                .sum();
    }

    private static Set<String> words(Stream<String> texts) {
        Set<String> words = new LinkedHashSet<>();
        texts.forEach(text -> words.addAll(Words.indexed(text)));
        return words;
    }

    /** Whoever has no value comes behind those who have. Of equal values the ids decide: what stands before them is in no value. */
    private static String key(String value, String id) {
        int end = value.offsetByCodePoints(0, Math.min(LONGEST_KEY, value.codePointCount(0, value.length())));
        return (value.isEmpty() ? "1" : "0" + value.substring(0, end)) + '\u0001' + id;
    }

    private static String digest(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
