package dev.peerage.web;

/** What a problem repeats of a request: short, and with nothing in it that does not print. */
final class Excerpt {

    private static final int LONGEST = 64;
    private static final int LONGEST_SENTENCE = 240;

    private Excerpt() {}

    /** The text as it is, or its first 64 characters with an ellipsis; what does not print is shown as U+FFFD. */
    static String of(String text) {
        return cut(text, LONGEST);
    }

    /** The same for a sentence that quotes the request, such as a parser's: its first 240 characters. */
    static String sentence(String text) {
        return cut(text, LONGEST_SENTENCE);
    }

    private static String cut(String text, int longest) {
        StringBuilder excerpt = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> excerpt.appendCodePoint(printable(c) ? c : 0xFFFD));
        if (text.codePointCount(0, text.length()) > longest) {
            excerpt.append('…');
        }
        return excerpt.toString();
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
