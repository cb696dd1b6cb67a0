package dev.peerage.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * The words that text consists of, without case and accents: of what is indexed and of what is asked for by the same rules,
 * and by ours alone, so that every search engine behind this finds the same.
 *
 * <p>A word is what stands between spaces and punctuation. Apostrophes, hyphens, dots and underscores within it tie its
 * parts together, and people type or leave them out as they please: {@code O'Brien} is {@code o} and {@code brien} as well as
 * {@code obrien}.
 */
final class Words {

    private static final int LONGEST = 256;

    /** Of scripts that are written without spaces, or that have names so, how many letters of a word may come before what is asked for. */
    private static final int LONGEST_UNSPACED = 64;

    private static final Set<UnicodeScript> UNSPACED = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private Words() {}

    /**
     * A word.
     *
     * @param parts what its apostrophes and hyphens tie together; one, if there are none
     */
    record Word(List<String> parts) {

        /** The word without what ties it together. */
        String joined() {
            return cut(String.join("", parts));
        }
    }

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        folded(text).codePoints().forEach(c -> {
            if (isPartOfWord(c)) {
                part.appendCodePoint(c);
                return;
            }
            endPart(part, parts);
            if (!isTie(c)) {
                endWord(parts, words);
            }
        });
        endPart(part, parts);
        endWord(parts, words);
        return words;
    }

    private static void endPart(StringBuilder part, List<String> parts) {
        if (!part.isEmpty()) {
            parts.add(cut(part.toString()));
            part.setLength(0);
        }
    }

    /** Whatever is longer is no word, and a search engine may refuse it. */
    private static String cut(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST
                ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST));
    }

    private static void endWord(List<String> parts, List<Word> words) {
        if (!parts.isEmpty()) {
            words.add(new Word(List.copyOf(parts)));
            parts.clear();
        }
    }

    /** All that a text is found by: its words, their parts, and where words are not set apart, what they may begin with. */
    static Set<String> indexed(String text) {
        Set<String> indexed = new LinkedHashSet<>();
        for (Word word : of(text)) {
            indexed.add(word.joined());
            indexed.addAll(word.parts());
            endings(word.joined(), indexed);
        }
        return indexed;
    }

    private static void endings(String word, Set<String> endings) {
        int index = 0;
        for (int i = 0; i < LONGEST_UNSPACED && index < word.length(); i++) {
            if (i > 0 && UNSPACED.contains(UnicodeScript.of(word.codePointAt(index)))) {
                endings.add(word.substring(index));
            }
            index += Character.charCount(word.codePointAt(index));
        }
    }

    /** The words of a text in an order that does not depend on its own. */
    static String sorted(String text) {
        return of(text).stream().map(Word::joined).sorted().collect(Collectors.joining(" "));
    }

    /**
     * Text without case and without accents: in compatibility form (Unicode Standard Annex #15, NFKD), without the marks that any
     * script may bear, and in the letters of ASCII where Latin ones have a like there. Marks of one script alone are spelling
     * and stay, and so do the voiced sounds of Japanese.
     */
    static String folded(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT).strip();
        }
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(withPlainApostrophes(text), Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> !isAccent(c))
                .forEach(kept::appendCodePoint);
        return Normalizer.normalize(ascii(lower(kept.toString())), Normalizer.Form.NFC)
                .strip();
    }

    /** Text in compatibility form (NFKC), without case. */
    static String withoutCase(String text) {
        return Normalizer.normalize(lower(Normalizer.normalize(text, Normalizer.Form.NFKC)), Normalizer.Form.NFKC)
                .strip();
    }

    private static String lower(String text) {
        // upper case first joins what only one direction would, such as ß and ss; and Java ends a word with the final
        // sigma
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    }

    /** Those that compatibility would make a space and a mark of, or that count as letters. */
    private static String withPlainApostrophes(String text) {
        return text.replaceAll("[\\u00B4\\u02B9-\\u02BD\\u02C8\\u2018-\\u201B\\u2032\\u05F3\\uFF07]", "'");
    }

    private static boolean isAccent(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT
                || ((type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK)
                        && (UnicodeScript.of(c) == UnicodeScript.INHERITED
                                || UnicodeScript.of(c) == UnicodeScript.HEBREW)
                        && c != 0x3099
                        && c != 0x309A);
    }

    private static String ascii(String text) {
        char[] from = text.toCharArray();
        char[] to = new char[from.length * 4];
        int length = ASCIIFoldingFilter.foldToASCII(from, 0, to, 0, from.length);
        return new String(Arrays.copyOf(to, length)).toLowerCase(Locale.ROOT);
    }

    private static boolean isPartOfWord(int c) {
        return Character.isLetterOrDigit(c) || isMark(Character.getType(c));
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** Apostrophes, hyphens, dots, underscores, and the dots that tie the parts of foreign names in Chinese and Japanese. */
    private static boolean isTie(int c) {
        return c == '\''
                || c == '`'
                || c == '.'
                || c == '_'
                || c == 0x00B7
                || c == 0x2027
                || c == 0x30FB
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || c == 0x2212;
    }
}
