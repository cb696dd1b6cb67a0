package dev.peerage.search;

import dev.peerage.views.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.search.engine.search.predicate.SearchPredicate;
import org.hibernate.search.engine.search.predicate.dsl.SearchPredicateFactory;
import org.hibernate.search.engine.search.query.SearchScroll;
import org.hibernate.search.engine.search.query.SearchScrollResult;
import org.hibernate.search.mapper.pojo.standalone.mapping.CloseableSearchMapping;
import org.hibernate.search.mapper.pojo.standalone.scope.SearchScope;
import org.hibernate.search.mapper.pojo.standalone.session.SearchSession;
import org.hibernate.search.mapper.pojo.standalone.work.SearchIndexingPlan;
import org.hibernate.search.util.common.SearchException;

/** The index, whichever engine keeps it. */
final class Index implements AutoCloseable {

    private static final int AT_ONCE = 1_000;

    /** An engine refuses a request of more than 100 MB, and a letter takes up to three bytes. */
    private static final int LETTERS_AT_ONCE = 10_000_000;

    private final String name;
    private final CloseableSearchMapping mapping;
    private final IndexMark mark;

    Index(String name, CloseableSearchMapping mapping, IndexMark mark) {
        this.name = name;
        this.mapping = mapping;
        this.mark = mark;
    }

    String name() {
        return name;
    }

    /**
     * Whether it is one that was made here, and nothing of it was lost.
     *
     * @throws RuntimeException if the engine does not answer
     */
    boolean isThere() {
        return mark.isThere();
    }

    /**
     * What was found.
     *
     * @param key its place in the order in which it was found
     */
    record Hit(String subject, String key) {}

    /** Which entries, as the engine is asked. */
    interface Condition extends Function<SearchPredicateFactory, SearchPredicate> {}

    /**
     * Adds entries, or puts them in the place of those of the same subjects. They are on the disk and are found when this
     * returns.
     *
     * @throws SearchException if that is not sure; some may be
     */
    void put(Collection<Entry> entries, Collection<String> removed) {
        List<Entry> part = new ArrayList<>();
        long letters = 0;
        for (Entry entry : entries) {
            letters += entry.letters();
            if (letters > LETTERS_AT_ONCE && !part.isEmpty()) {
                putAtOnce(part, List.of());
                part.clear();
                letters = entry.letters();
            }
            part.add(entry);
        }
        putAtOnce(part, removed);
    }

    private void putAtOnce(Collection<Entry> entries, Collection<String> removed) {
        try (SearchSession session = mapping.createSession()) {
            SearchIndexingPlan plan = session.indexingPlan();
            entries.forEach(plan::addOrUpdate);
            removed.forEach(subject -> plan.purge(Entry.class, subject, null));
        }
    }

    /** Makes it anew, without entries; nobody may use it meanwhile. It is not there until {@link #mark} says so. */
    void clear() {
        mark.remove();
        mapping.scope(Entry.class).schemaManager().dropAndCreate();
    }

    /** From now on it is there: its view's position is that of what it has. */
    void mark() {
        mark.write();
    }

    /** @throws SearchException if the engine does not answer */
    List<Hit> find(Condition condition, Order order, int limit) {
        try (SearchSession session = mapping.createSession()) {
            SearchScope<Entry> entries = mapping.scope(Entry.class);
            return session.search(entries)
                    .select(found -> found.composite()
                            .from(found.id(String.class), found.field(order.key(), String.class))
                            .as(Hit::new))
                    .where(condition.apply(entries.predicate()))
                    .sort(by -> by.field(order.key()).order(order.direction()))
                    .fetchHits(limit);
        }
    }

    /** The digests of all entries, in the order of their subjects; to be closed. */
    Stream<Digest> digests() {
        SearchSession session = mapping.createSession();
        SearchScroll<Digest> all = session.search(Entry.class)
                .select(found -> found.composite()
                        .from(found.id(String.class), found.field("digest", String.class))
                        .as(Digest::new))
                .where(SearchPredicateFactory::matchAll)
                .sort(by -> by.field("bySubject"))
                .scroll(AT_ONCE);
        return Stream.generate(all::next)
                .takeWhile(SearchScrollResult::hasHits)
                .flatMap(page -> page.hits().stream())
                .onClose(() -> {
                    all.close();
                    session.close();
                });
    }

    /** The digests of the entries of these subjects, by their subjects. */
    Map<String, String> digests(Collection<String> subjects) {
        try (SearchSession session = mapping.createSession()) {
            return session
                    .search(Entry.class)
                    .select(found -> found.composite()
                            .from(found.id(String.class), found.field("digest", String.class))
                            .as(Digest::new))
                    .where(entry -> entry.id().matchingAny(subjects))
                    .fetchAllHits()
                    .stream()
                    .collect(Collectors.toMap(Digest::subject, Digest::content));
        }
    }

    /** The subjects of the first entries behind a subject, in their order. */
    List<String> subjectsAfter(String subject, int limit) {
        try (SearchSession session = mapping.createSession()) {
            return session.search(Entry.class)
                    .select(found -> found.id(String.class))
                    .where(entry -> entry.range().field("bySubject").greaterThan(subject))
                    .sort(by -> by.field("bySubject"))
                    .fetchHits(limit);
        }
    }

    @Override
    public void close() {
        mapping.close();
    }
}
