package dev.peerage.user;

import dev.peerage.text.Text;

/** What an attribute is set to. */
public record AttributeValue(String value) {

    /** @throws IllegalArgumentException if the value has more than 1024 characters or control characters in it */
    public AttributeValue {
        Text.block(value, 0, 1_024);
    }
}
