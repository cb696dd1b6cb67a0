package dev.peerage.generate;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A given name, a family name, a patronymic.
 *
 * @param written in its own script
 * @param plain romanised, in lower-case ASCII letters, with spaces and hyphens between its words; never blank
 */
record NamePart(String written, String plain) {

    private static final Pattern PLAIN = Pattern.compile("[a-z]+([ -][a-z]+)*");

    NamePart {
        if (written.isBlank() || !isPlain(plain)) {
            throw new IllegalArgumentException("not a name with its romanisation: " + written + " = " + plain);
        }
    }

    static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /** The romanised form as it is shown: {@code Ben-Zion}. */
    String latin() {
        StringBuilder capitalised = new StringBuilder(plain.length());
        boolean atStart = true;
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            capitalised.append(atStart ? Character.toUpperCase(letter) : letter);
            atStart = letter == ' ' || letter == '-';
        }
        return capitalised.toString();
    }

    /** The first letter as written, with the marks that belong to it (Devanagari and Tamil write vowels as marks). */
    String initial() {
        int end = written.offsetByCodePoints(0, 1);
        while (end < written.length() && isMark(written.codePointAt(end))) {
            end = written.offsetByCodePoints(end, 1);
        }
        return written.substring(0, end).toUpperCase(Locale.ROOT);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
