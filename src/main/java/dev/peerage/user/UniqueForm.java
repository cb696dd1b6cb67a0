package dev.peerage.user;

import dev.peerage.text.Text;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form in which usernames and emails are compared: compatibility caseless matching (Unicode 16.0 §3.13, D146), that
 * is NFKC, without case, NFKC again, and once more until nothing changes.
 *
 * <p>Upper case before lower case joins what only one direction would (ß and SS, final and medial sigma), as
 * {@link String#equalsIgnoreCase} does. One round is not enough: the capital ẞ becomes ß, and that ss only in the next.
 * All spellings of a text have one form, and so it has in upper and in lower case; provided that what is put into
 * another case is normalized, since a subscript iota changes places among other marks when it becomes a letter.
 *
 * <p>Joiners, which {@link Text#visible} lets pass between letters, do not count: few could see the difference.
 */
final class UniqueForm {

    /** A character may become up to 18 by NFKC; what grows so is no name, and must fit into an index. */
    private static final int LONGEST = 512;

    private static final Pattern JOINERS = Pattern.compile("[\\u200C\\u200D]");

    private UniqueForm() {}

    /** Of something that is only looked up, and need not be a value that anyone may have. */
    static String ofAny(String value) {
        if (value.chars().allMatch(c -> c < 0x80)) {
            return value.toLowerCase(Locale.ROOT);
        }
        String form = JOINERS.matcher(value).replaceAll("");
        String before;
        do {
            before = form;
            form = normalized(normalized(before).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        } while (!form.equals(before));
        return form;
    }

    /** @throws IllegalArgumentException if nothing is left, or far too much */
    static String of(String value) {
        String form = ofAny(value);
        if (form.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
        if (form.length() > LONGEST) {
            throw new IllegalArgumentException("must not have more than " + LONGEST + " characters in Unicode NFKC");
        }
        return form;
    }

    static @Nullable String ofNullable(@Nullable String value) {
        return value == null ? null : of(value);
    }

    private static String normalized(String value) {
        return Normalizer.normalize(value, Normalizer.Form.NFKC);
    }
}
