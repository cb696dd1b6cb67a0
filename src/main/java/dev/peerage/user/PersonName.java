package dev.peerage.user;

import dev.peerage.text.Text;

/** What a person is called, as people write it. */
public record PersonName(String value) {

    /** @throws IllegalArgumentException if the value is not a line of 1 to 256 characters */
    public PersonName {
        Text.line(value, 1, 256);
    }
}
