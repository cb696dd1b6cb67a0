package dev.peerage.user;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;

/** The name a user signs in with; unique. */
@Schema(minLength = 1, maxLength = Username.LONGEST, example = "homer")
public record Username(String value) {

    static final int LONGEST = 128;

    static final String KIND = "username";

    /**
     * @throws IllegalArgumentException if the value is not a line of 1 to 128 characters that all show, without space
     *     around it
     */
    public Username {
        Text.line(value, 1, LONGEST);
        Text.visible(value);
        // of the form, as NFKC makes plain spaces of those that String#strip leaves, such as U+00A0
        String form = UniqueForm.of(value);
        if (!value.equals(value.strip()) || !form.equals(form.strip())) {
            throw new IllegalArgumentException("must not begin or end with space");
        }
    }
}
