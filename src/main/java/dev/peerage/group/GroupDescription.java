package dev.peerage.group;

import dev.peerage.text.Text;

/** What a group is for. */
public record GroupDescription(String value) {

    /** @throws IllegalArgumentException if the value has more than 4096 characters or control characters in it */
    public GroupDescription {
        Text.block(value, 0, 4_096);
    }
}
