package dev.peerage.user;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;

/**
 * An email address; unique. Only its outer form is checked: something, one {@code @}, a domain, no space; at most 254
 * characters (RFC 5321 §4.5.3.1.3). Whether it takes mail only a mail can tell.
 */
@Schema(minLength = 1, maxLength = Email.LONGEST, example = "homer@example.org")
public record Email(String value) {

    static final int LONGEST = 254;

    static final String KIND = "email";
    private static final Pattern FORM = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)*");

    /** @throws IllegalArgumentException if the value does not have the form of an address */
    public Email {
        Text.line(value, 1, LONGEST);
        Text.visible(value);
        // also of the form it is compared in: NFKC makes a second @ of a full-width one, and a space of others
        if (!FORM.matcher(value).matches()
                || !FORM.matcher(UniqueForm.of(value)).matches()) {
            throw new IllegalArgumentException("must be an email address, such as homer@example.org");
        }
    }
}
