package dev.peerage.user;

import dev.peerage.text.Text;

/** The name a user signs in with; unique. */
public record Username(String value) {

    static final String KIND = "username";

    /** @throws IllegalArgumentException if the value is not a line of 1 to 128 characters without space around it */
    public Username {
        Text.line(value, 1, 128);
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException("must not begin or end with space");
        }
        UniqueForm.of(value);
    }
}
