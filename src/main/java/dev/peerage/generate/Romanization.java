package dev.peerage.generate;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a written name into the ASCII letters from which a login is made, by the tables in {@code romanization.txt}.
 * Scripts that cannot be romanised letter by letter (Han, Arabic, Hebrew, the scripts of India, Thai) carry the
 * romanised form with the name.
 */
final class Romanization {

    private static final int LONGEST_KEY = 4;

    private final Map<String, String> table;

    private Romanization(Map<String, String> table) {
        this.table = table;
    }

    /**
     * A table by name; it contains {@code latin} and overrides it.
     *
     * @throws IllegalStateException if there is no such table
     */
    static Romanization of(Sections tables, String name) {
        Map<String, String> table = new HashMap<>(table(tables, "latin"));
        table.putAll(table(tables, name));
        return new Romanization(table);
    }

    /** The tables, for {@link #of}. */
    static Sections tables() {
        return Sections.read("romanization.txt");
    }

    private static Map<String, String> table(Sections sections, String heading) {
        Map<String, String> table = new HashMap<>();
        for (String line : sections.lines(heading)) {
            for (String entry : line.split(" ", -1)) {
                int equals = entry.indexOf('=');
                table.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return table;
    }

    /** The plain form of {@link NamePart}, or nothing if some letter of the name is not known here. */
    Optional<String> plain(String written) {
        StringBuilder plain = new StringBuilder(written.length() + 8);
        int wordStart = 0;
        for (int at = 0; at <= written.length(); at++) {
            if (at == written.length() || written.charAt(at) == ' ' || written.charAt(at) == '-') {
                word(written.substring(wordStart, at), plain);
                plain.append(at == written.length() ? "" : written.charAt(at));
                wordStart = at + 1;
            }
        }
        return Optional.of(plain.toString()).filter(NamePart::isPlain);
    }

    private void word(String word, StringBuilder plain) {
        String bounded = "^" + Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFC) + "$";
        for (int at = 0; at < bounded.length(); ) {
            int length = longestMatch(bounded, at);
            if (length > 0) {
                plain.append(table.get(bounded.substring(at, at + length)));
                at += length;
            } else {
                int next = bounded.offsetByCodePoints(at, 1);
                decomposed(bounded.substring(at, next), plain);
                at = next;
            }
        }
    }

    private int longestMatch(String text, int at) {
        for (int length = Math.min(LONGEST_KEY, text.length() - at); length > 0; length--) {
            if (table.containsKey(text.substring(at, at + length))) {
                return length;
            }
        }
        return 0;
    }

    private void decomposed(String letter, StringBuilder plain) {
        Normalizer.normalize(letter, Normalizer.Form.NFD).codePoints().forEach(codePoint -> {
            String part = Character.toString(codePoint);
            if (table.containsKey(part)) {
                plain.append(table.get(part));
            } else if (Character.isLetterOrDigit(codePoint)) {
                // If it is not an ASCII letter it makes the result unfit, which plain() reports.
                plain.appendCodePoint(codePoint);
            }
        });
    }
}
