package dev.peerage.search;

import dev.peerage.search.Words.Word;
import java.util.EnumSet;
import java.util.function.Function;
import org.hibernate.search.engine.search.predicate.SearchPredicate;
import org.hibernate.search.engine.search.predicate.dsl.BooleanPredicateClausesStep;
import org.hibernate.search.engine.search.predicate.dsl.SearchPredicateFactory;

/**
 * How well a resource answers a question, the best way first. Whatever answers it in one way does so in each that follows.
 * These are ways and no scores: a score changes with whatever else is in the index, from region to region and while somebody
 * turns a page, and nobody can say what it means.
 */
enum Match {

    /** It is its username or email, but for case. */
    HANDLE {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return where.match()
                    .field("exactHandles")
                    .matching(question.exact())
                    .toPredicate();
        }
    },

    /** It is its username or email, but for case and accents. */
    FOLDED_HANDLE {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return where.match().field("handles").matching(question.whole()).toPredicate();
        }
    },

    /** It is its name, in whatever order. */
    NAME {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return question.words().isEmpty()
                    ? where.matchNone().toPredicate()
                    : where.match()
                            .field("wholeName")
                            .matching(question.sortedWords())
                            .toPredicate();
        }
    },

    /** All words are among those that name it. */
    NAMING_WORDS {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return allWords(
                    where,
                    question,
                    part -> where.match().field("naming").matching(part).toPredicate());
        }
    },

    /** All words are among those that name it, or their beginnings. */
    NAMING_BEGINNINGS {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return allWords(
                    where,
                    question,
                    part -> where.prefix().field("naming").matching(part).toPredicate());
        }
    },

    /** All words are among those of whatever is known of it, or their beginnings. */
    BEGINNINGS {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return allWords(
                    where,
                    question,
                    part -> where.prefix().field("words").matching(part).toPredicate());
        }
    },

    /**
     * All words are among those that name it, or their beginnings, if one letter of each word that has four is wrong, missing, too
     * much, or changed places with the next. A number that looks like another is another.
     */
    NAMING_MISTYPED {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return mistyped(where, question, "naming");
        }
    },

    /** The same with the words of whatever is known of it. */
    MISTYPED {
        @Override
        SearchPredicate own(SearchPredicateFactory where, Question question) {
            return mistyped(where, question, "words");
        }
    };

    /**
     * So many words, and parts of words, are looked for with a letter mistyped; if there are more, none is. Each stands for up to 50 that
     * are like it, twice in one question, and an engine takes 1,024.
     */
    static final int MOST_MISTYPED = 8;

    /** Whether it answers in this way. */
    abstract SearchPredicate own(SearchPredicateFactory where, Question question);

    /** Whether it answers in this way or in a better one. */
    SearchPredicate orBetter(SearchPredicateFactory where, Question question) {
        var ways = where.or();
        for (Match way : EnumSet.range(HANDLE, this)) {
            ways.add(way.own(where, question));
        }
        return ways.toPredicate();
    }

    private static SearchPredicate mistyped(SearchPredicateFactory where, Question question, String field) {
        return question.terms().filter(Match::mayBeMistyped).count() > MOST_MISTYPED
                ? where.matchNone().toPredicate()
                : allWords(where, question, part -> mistyped(where, field, part));
    }

    private static SearchPredicate mistyped(SearchPredicateFactory where, String field, String word) {
        SearchPredicate beginning = where.prefix().field(field).matching(word).toPredicate();
        return mayBeMistyped(word)
                ? where.or()
                        .add(beginning)
                        .add(where.match().field(field).matching(word).fuzzy(1))
                        .toPredicate()
                : beginning;
    }

    private static boolean mayBeMistyped(String word) {
        return word.codePointCount(0, word.length()) >= 4 && !word.codePoints().allMatch(Character::isDigit);
    }

    /** @param how one word of the question is looked for, or one part of it */
    private static SearchPredicate allWords(
            SearchPredicateFactory where, Question question, Function<String, SearchPredicate> how) {
        if (question.words().isEmpty()) {
            return where.matchNone().toPredicate();
        }
        BooleanPredicateClausesStep<?, ?> all = where.bool();
        for (Word word : question.words()) {
            SearchPredicate joined = how.apply(word.joined());
            if (word.parts().size() == 1) {
                all.must(joined);
            } else {
                BooleanPredicateClausesStep<?, ?> parts = where.bool();
                word.parts().forEach(part -> parts.must(how.apply(part)));
                all.must(where.or().add(joined).add(parts));
            }
        }
        return all.toPredicate();
    }
}
