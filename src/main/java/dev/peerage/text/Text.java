package dev.peerage.text;

/**
 * Guards for text that arrives from outside and goes into a value. Each returns its argument, so that it can stand in
 * the compact constructor of a record, and each says in its exception what is wrong, in words fit for the one who sent
 * it.
 *
 * <p>Lengths are counted in Unicode code points, never in UTF-16 units: a limit must not depend on the script
 * somebody's name is written in.
 */
public final class Text {

    /** What {@link #identifier} takes, as a regular expression that is not Java's alone. */
    public static final String IDENTIFIER = "^[A-Za-z0-9._-]{1,64}$";

    private Text() {}

    /**
     * A single line: no control characters (Unicode category Cc: U+0000 to U+001F, U+007F to U+009F) and no halves of
     * surrogate pairs.
     *
     * @param minimum the fewest code points allowed, at least 0
     * @param maximum the most code points allowed
     * @throws IllegalArgumentException with a message for the sender, if the text is not such a line
     */
    public static String line(String text, int minimum, int maximum) {
        return checked(text, minimum, maximum, false);
    }

    /**
     * Text of several lines: like {@link #line}, but tabs and line breaks (U+0009, U+000A, U+000D) are allowed.
     *
     * @throws IllegalArgumentException with a message for the sender, if the text is not such a block
     */
    public static String block(String text, int minimum, int maximum) {
        return checked(text, minimum, maximum, true);
    }

    /**
     * An identifier: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. Checked for every line of an import and every row of a view
     * several times, so by hand and not by a pattern.
     *
     * @throws IllegalArgumentException with a message for the sender, if it is not
     */
    public static String identifier(String text) {
        boolean fits = !text.isEmpty() && text.length() <= 64;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || c == '-'
                    || c == '.'
                    || c == '_';
        }
        if (!fits) {
            throw new IllegalArgumentException("must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
        return text;
    }

    /**
     * The least that any text must be to be stored and sent on: no NUL, which PostgreSQL refuses, and no half of a
     * surrogate pair, which has no UTF-8 form.
     *
     * @throws IllegalArgumentException with a message for the sender, if it is not
     */
    public static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw controlCharacter(text, i);
            }
            if (Character.isSurrogate(c)) {
                i += pairAt(text, i);
            }
        }
        return text;
    }

    /**
     * Text of which every character shows, for names that people tell apart by looking at them. Refused are characters
     * that leave no mark of their own, among them all that Unicode calls default ignorable (soft hyphens, zero width
     * spaces, variation selectors, fillers), those that move others about (bidi controls, line separators), and those
     * that are not assigned, noncharacters included: how they look, and what they are without case, is not settled.
     *
     * <p>The two joiners (U+200C, U+200D) may stand between letters, where Persian and the scripts of India need them
     * to spell a word. Whoever compares such text has to leave them out.
     *
     * @throws IllegalArgumentException with a message for the sender, if a character does not show
     */
    public static String visible(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!shows(c) && !(isJoiner(c) && isBetweenLetters(text, i))) {
                throw new IllegalArgumentException(
                        "must not contain characters that do not show (U+%04X at character %d)"
                                .formatted(c, position(text, i)));
            }
        }
        return text;
    }

    private static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED ->
                false;
            case Character.NON_SPACING_MARK -> !isIgnorableMark(c);
            // the fillers of Hangul, and the blank of Braille
            case Character.OTHER_LETTER -> c != 0x115F && c != 0x1160 && c != 0x3164 && c != 0xFFA0;
            case Character.OTHER_SYMBOL -> c != 0x2800;
            default -> true;
        };
    }

    /**
     * Default ignorable, and not of the category of the others: grapheme joiner, inherent vowels, variation selectors.
     */
    private static boolean isIgnorableMark(int c) {
        return c == 0x034F
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    /** A letter may have marks, such as the virama that a joiner often follows. */
    private static boolean isBetweenLetters(String text, int index) {
        return index > 0
                && index + 1 < text.length()
                && (isMark(text.codePointBefore(index)) || Character.isLetter(text.codePointBefore(index)))
                && Character.isLetter(text.codePointAt(index + 1));
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static String checked(String text, int minimum, int maximum, boolean lineBreaks) {
        int length = 0;
        for (int i = 0; i < text.length(); i++, length++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(lineBreaks && (c == '\t' || c == '\n' || c == '\r'))) {
                throw controlCharacter(text, i);
            }
            if (Character.isSurrogate(c)) {
                i += pairAt(text, i);
            }
        }
        if (length < minimum) {
            throw new IllegalArgumentException(
                    length == 0 ? "must not be empty" : "must have at least %s".formatted(characters(minimum)));
        }
        if (length > maximum) {
            throw new IllegalArgumentException("must have at most %s, has %d".formatted(characters(maximum), length));
        }
        return text;
    }

    /** The number of further UTF-16 units of the pair that starts at the index: always 1. */
    private static int pairAt(String text, int index) {
        boolean pair = Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
        if (!pair) {
            throw new IllegalArgumentException("must not contain half of a surrogate pair (U+%04X at character %d)"
                    .formatted((int) text.charAt(index), position(text, index)));
        }
        return 1;
    }

    private static IllegalArgumentException controlCharacter(String text, int index) {
        return new IllegalArgumentException("must not contain control characters (U+%04X at character %d)"
                .formatted((int) text.charAt(index), position(text, index)));
    }

    /** People count from 1. */
    private static int position(String text, int index) {
        return text.codePointCount(0, index) + 1;
    }

    private static String characters(int count) {
        return count == 1 ? "1 character" : count + " characters";
    }
}
