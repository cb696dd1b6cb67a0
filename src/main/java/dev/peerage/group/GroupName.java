package dev.peerage.group;

import dev.peerage.text.Text;

/** What a group is called. Several groups may have one name. */
public record GroupName(String value) {

    /** @throws IllegalArgumentException if the value is not a line of 1 to 256 characters */
    public GroupName {
        Text.line(value, 1, 256);
    }
}
