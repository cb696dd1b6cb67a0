package dev.peerage.user;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;

/** What an attribute is set to. */
@Schema(maxLength = AttributeValue.LONGEST, example = "Sector 7G")
public record AttributeValue(String value) {

    static final int LONGEST = 1_024;

    /** @throws IllegalArgumentException if the value has more than 1024 characters or control characters in it */
    public AttributeValue {
        Text.block(value, 0, LONGEST);
    }
}
