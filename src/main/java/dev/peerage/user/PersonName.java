package dev.peerage.user;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a person is called, as people write it. */
@Schema(minLength = 1, maxLength = PersonName.LONGEST, example = "Homer Simpson")
public record PersonName(String value) {

    static final int LONGEST = 256;

    /** @throws IllegalArgumentException if the value is not a line of 1 to 256 characters */
    public PersonName {
        Text.line(value, 1, LONGEST);
    }
}
