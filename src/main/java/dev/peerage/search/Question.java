package dev.peerage.search;

import dev.peerage.search.Words.Word;
import dev.peerage.web.Problem;
import java.util.List;
import java.util.stream.Stream;

/** What is asked for, as it was typed. */
final class Question {

    private static final int LONGEST = 256;
    private static final int MOST_WORDS = 16;

    private final String exact;
    private final String whole;
    private final List<Word> words;

    private Question(String exact, String whole, List<Word> words) {
        this.exact = exact;
        this.whole = whole;
        this.words = words;
    }

    /** @throws Problem 400 if there is nothing to search for, or too much */
    static Question of(String parameter, String typed) {
        if (typed.codePointCount(0, typed.length()) > LONGEST) {
            throw Problem.invalid(parameter, "must have at most " + LONGEST + " characters");
        }
        String whole = Words.folded(typed);
        if (whole.isEmpty()) {
            throw Problem.invalid(parameter, "must not be blank");
        }
        List<Word> words = Words.of(typed);
        if (words.stream().mapToInt(word -> word.parts().size()).sum() > MOST_WORDS) {
            throw Problem.invalid(parameter, "must have at most " + MOST_WORDS + " words");
        }
        return new Question(Words.withoutCase(typed), whole, words);
    }

    /** All of it, but for case. */
    String exact() {
        return exact;
    }

    /** All of it, but for case and accents. */
    String whole() {
        return whole;
    }

    /** None, if it is punctuation alone. */
    List<Word> words() {
        return words;
    }

    /** All that is looked for: the words, and of those that have several parts these. */
    Stream<String> terms() {
        return words.stream()
                .flatMap(word -> word.parts().size() == 1
                        ? Stream.of(word.joined())
                        : Stream.concat(Stream.of(word.joined()), word.parts().stream()));
    }

    /** The words in an order that does not depend on the one in which they were typed. */
    String sortedWords() {
        return String.join(" ", words.stream().map(Word::joined).sorted().toList());
    }
}
