package dev.peerage.user;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form in which usernames and emails are compared: Unicode NFKC, then without case. Upper case before lower case joins
 * what only one direction would (ß and SS, final and medial sigma), as {@link String#equalsIgnoreCase} does.
 */
final class UniqueForm {

    /** A character may become up to 18 by NFKC; what grows so is no name, and must fit into an index. */
    private static final int LONGEST = 512;

    private UniqueForm() {}

    /** Of something that is only looked up, and need not be a value that anyone may have. */
    static String ofAny(String value) {
        return normalized(normalized(value).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
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
