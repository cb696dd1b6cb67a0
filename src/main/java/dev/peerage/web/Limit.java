package dev.peerage.web;

import org.jspecify.annotations.Nullable;

/**
 * How many items are wanted at most, where a list is not paged by cursors. As a parameter of a controller's method it is
 * read from the query parameter {@code limit}.
 *
 * @param value 1 to {@value PageRequest#MOST}, default {@value PageRequest#DEFAULT}
 */
public record Limit(int value) {

    /** @throws Problem 400 if it cannot be read, or is out of bounds */
    static Limit of(String @Nullable [] sent) {
        return new Limit(PageRequest.of(sent, null).limit());
    }
}
