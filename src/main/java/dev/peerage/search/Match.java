package dev.peerage.search;

import dev.peerage.search.Words.Word;
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

    /** It is its username or email. */
    HANDLE {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            return where.match().field("handles").matching(question.whole()).toPredicate();
        }
    },

    /** It is its name, in whatever order. */
    NAME {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            SearchPredicate handle = HANDLE.predicate(where, question);
            return question.words().isEmpty()
                    ? handle
                    : where.or()
                            .add(handle)
                            .add(where.match().field("wholeName").matching(question.sortedWords()))
                            .toPredicate();
        }
    },

    /** All words are among those that name it. */
    NAMING_WORDS {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            return allWords(
                    where,
                    question,
                    NAME,
                    part -> where.match().field("naming").matching(part).toPredicate());
        }
    },

    /** All words are among those that name it, or their beginnings. */
    NAMING_BEGINNINGS {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            return allWords(
                    where,
                    question,
                    NAMING_WORDS,
                    part -> where.prefix().field("naming").matching(part).toPredicate());
        }
    },

    /** All words are among those of whatever is known of it, or their beginnings. */
    BEGINNINGS {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            return allWords(
                    where,
                    question,
                    NAMING_BEGINNINGS,
                    part -> where.prefix().field("words").matching(part).toPredicate());
        }
    },

    /**
     * All words are among those that name it, or their beginnings, if one letter of each word that has four is wrong, missing, too
     * much, or changed places with the next. A number that looks like another is another.
     */
    NAMING_MISTYPED {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            return allWords(where, question, BEGINNINGS, part -> mistyped(where, "naming", part));
        }
    },

    /** The same with the words of whatever is known of it. */
    MISTYPED {
        @Override
        SearchPredicate predicate(SearchPredicateFactory where, Question question) {
            return allWords(where, question, NAMING_MISTYPED, part -> mistyped(where, "words", part));
        }
    };

    /** Whether it answers in this way or in a better one. */
    abstract SearchPredicate predicate(SearchPredicateFactory where, Question question);

    private static SearchPredicate mistyped(SearchPredicateFactory where, String field, String word) {
        SearchPredicate beginning = where.prefix().field(field).matching(word).toPredicate();
        boolean isMeant =
                word.codePointCount(0, word.length()) < 4 || word.codePoints().allMatch(Character::isDigit);
        return isMeant
                ? beginning
                : where.or()
                        .add(beginning)
                        .add(where.match().field(field).matching(word).fuzzy(1))
                        .toPredicate();
    }

    /** @param how one word of the question is looked for, or one part of it */
    private static SearchPredicate allWords(
            SearchPredicateFactory where, Question question, Match better, Function<String, SearchPredicate> how) {
        if (question.words().isEmpty()) {
            return better.predicate(where, question);
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
        return where.or().add(better.predicate(where, question)).add(all).toPredicate();
    }
}
