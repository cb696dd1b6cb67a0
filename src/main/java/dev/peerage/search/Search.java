package dev.peerage.search;

import static java.util.Objects.requireNonNull;

import dev.peerage.web.Cursor;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import dev.peerage.web.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.search.engine.search.predicate.dsl.BooleanPredicateClausesStep;
import org.springframework.stereotype.Component;

/** Finds resources in the index, page by page. */
@Component
public class Search {

    /** The view that has to have come far enough for a search. */
    public static final String VIEW = SearchView.NAME;

    /** As many ids an engine is asked for at once; it is asked for all, and told who is among more, otherwise. */
    private static final int MOST_IDS = 1_000;

    /** How many are looked at for one page at most; a page may have less than was asked for, and another one after it. */
    private static final int MOST_LOOKED_AT = 20_000;

    private final Indexes indexes;

    Search(Indexes indexes) {
        this.indexes = indexes;
    }

    /**
     * What was found.
     *
     * @param ids in the order in which they were found
     * @param next where the next page begins; empty on the last one
     */
    record Found(List<String> ids, Optional<Cursor> next) {}

    /**
     * One page of what was found, as somebody shows it; what is not shown any more is left out.
     *
     * @param shown resources by their ids
     * @throws Problem 503 {@code search-unavailable} if the search engine does not answer
     */
    public <R> Page<R> page(Criteria criteria, PageRequest request, Function<List<String>, Map<String, R>> shown) {
        Found found = find(criteria, request);
        Map<String, R> byId = shown.apply(found.ids());
        return new Page<>(
                found.ids().stream()
                        .filter(byId::containsKey)
                        .map(id -> requireNonNull(byId.get(id)))
                        .toList(),
                found.next().map(Cursor::encoded).orElse(null));
    }

    /**
     * One page of what was found.
     *
     * @throws Problem 503 {@code search-unavailable} if the search engine does not answer
     */
    Found find(Criteria criteria, PageRequest page) {
        return indexes.search(index -> new Pages(index, criteria, page.limit()).from(place(criteria, page)));
    }

    /**
     * Behind what a page begins.
     *
     * @param way the number of the way
     */
    private record Place(int way, Optional<String> key) {

        Cursor cursor(Criteria criteria) {
            return Cursor.of(criteria.list(), Integer.toString(way), key.orElse(""));
        }
    }

    private static Optional<Place> place(Criteria criteria, PageRequest page) {
        return page.after(criteria.list()).map(key -> {
            if (key.size() != 2 || !key.getFirst().matches("[0-9]")) {
                throw Cursor.malformed();
            }
            return new Place(Integer.parseInt(key.getFirst()), Optional.of(key.getLast()));
        });
    }

    /** The making of one page. For one thread, once. */
    private static final class Pages {

        private final Index index;
        private final Criteria criteria;
        private final int limit;
        private final Optional<Set<String>> few;
        private final List<Hit> hits = new ArrayList<>();
        private int lookedAt;

        /** @param place where it is, when it is the last one of its page */
        private record Hit(String id, Place place) {}

        Pages(Index index, Criteria criteria, int limit) {
            this.index = index;
            this.criteria = criteria;
            this.limit = limit;
            this.few = criteria.within().flatMap(within -> within.all(MOST_IDS));
        }

        Found from(Optional<Place> begin) {
            if (few.filter(Set::isEmpty).isPresent()) {
                return new Found(List.of(), Optional.empty());
            }
            List<Way> ways = criteria.ways();
            Place place = begin.orElse(new Place(0, Optional.empty()));
            for (int way = place.way(); way < ways.size(); way++) {
                Optional<String> key = way == place.way() ? place.key() : Optional.empty();
                Optional<Place> tired = collect(ways.get(way), way, key);
                if (hits.size() > limit) {
                    return new Found(
                            ids(hits.subList(0, limit)),
                            Optional.of(hits.get(limit - 1).place().cursor(criteria)));
                }
                if (tired.isPresent()) {
                    return new Found(ids(hits), Optional.of(tired.get().cursor(criteria)));
                }
                boolean nothingElse = begin.isEmpty() && hits.isEmpty();
                if (way + 1 < ways.size() && ways.get(way + 1).onlyIfNothingElse() && !nothingElse) {
                    break;
                }
            }
            return new Found(ids(hits), Optional.empty());
        }

        private static List<String> ids(List<Hit> hits) {
            return hits.stream().map(Hit::id).toList();
        }

        /** Fills the page with one more than it has, if there are as many; answers where it was when it had looked enough. */
        private Optional<Place> collect(Way way, int number, Optional<String> after) {
            Optional<String> behind = after;
            while (hits.size() <= limit) {
                int chunk = criteria.within().isPresent() && few.isEmpty()
                        ? Math.max(1_000, limit)
                        : limit + 1 - hits.size();
                List<Index.Hit> read = index.find(condition(way, behind), criteria.order(), chunk);
                Set<String> among = among(read);
                for (Index.Hit hit : read) {
                    String id = id(hit);
                    if (among.contains(id) && hits.size() <= limit) {
                        hits.add(new Hit(id, new Place(number, Optional.of(hit.key()))));
                    }
                }
                lookedAt += read.size();
                if (read.size() < chunk) {
                    return Optional.empty();
                }
                behind = Optional.of(read.getLast().key());
                if (lookedAt >= MOST_LOOKED_AT && hits.size() <= limit) {
                    return Optional.of(new Place(number, behind));
                }
            }
            return Optional.empty();
        }

        private Set<String> among(List<Index.Hit> read) {
            Set<String> ids = read.stream().map(Pages::id).collect(Collectors.toCollection(HashSet::new));
            return few.isPresent()
                    ? ids
                    : criteria.within().map(within -> within.of(ids)).orElse(ids);
        }

        private static String id(Index.Hit hit) {
            return hit.subject().substring(hit.subject().indexOf('/') + 1);
        }

        private Index.Condition condition(Way way, Optional<String> after) {
            return where -> {
                BooleanPredicateClausesStep<?, ?> all = where.bool()
                        .filter(where.match().field("type").matching(criteria.type()))
                        .must(way.condition().apply(where));
                criteria.active()
                        .ifPresent(active ->
                                all.filter(where.match().field("active").matching(active.toString())));
                few.ifPresent(ids -> all.filter(where.id()
                        .matchingAny(ids.stream()
                                .map(id -> Entry.subject(criteria.type(), id))
                                .toList())));
                after.ifPresent(key -> all.filter(
                        criteria.order().descending()
                                ? where.range().field(criteria.order().key()).lessThan(key)
                                : where.range().field(criteria.order().key()).greaterThan(key)));
                return all.toPredicate();
            };
        }
    }
}
