package dev.peerage.user;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;

/** The name a user signs in with; unique. */
@Schema(minLength = 1, maxLength = Username.LONGEST, example = "homer")
public record Username(String value) {

    static final int LONGEST = 128;

    static final String KIND = "username";

    /** @throws IllegalArgumentException if the value is not a line of 1 to 128 characters without space around it */
    public Username {
        Text.line(value, 1, LONGEST);
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException("must not begin or end with space");
        }
        UniqueForm.of(value);
    }
}
