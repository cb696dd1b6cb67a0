package dev.peerage.user;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;

/** Names an attribute that the directory keeps without knowing its meaning, such as {@code department}. */
@Schema(pattern = AttributeKey.PATTERN, example = "department")
public record AttributeKey(String value) {

    static final String PATTERN = "^[A-Za-z][A-Za-z0-9._-]{0,63}$";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    /**
     * @throws IllegalArgumentException if the value is not a letter followed by at most 63 of {@code A-Z a-z 0-9 . _ -}
     */
    public AttributeKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "must be named by a letter and at most 63 of A-Z, a-z, 0-9, '.', '_' and '-' after it");
        }
    }
}
