package dev.peerage.web;

import org.jspecify.annotations.Nullable;

/**
 * How many items are wanted at most. As a parameter of a controller's method it is read from the query parameter
 * {@code limit}, for lists that are not paged by a {@link PageRequest}.
 *
 * @param value 1 to {@value PageRequest#MOST}
 */
public record Limit(int value) {

    /** @throws Problem 400 if it is out of bounds */
    public Limit {
        if (value < 1 || value > PageRequest.MOST) {
            throw bad();
        }
    }

    /**
     * Reads the parameter as it was sent.
     *
     * @throws Problem 400 if it cannot be read, or came more than once
     */
    static Limit of(String @Nullable [] sent) {
        String text = PageRequest.only("limit", sent);
        return new Limit(text == null ? PageRequest.DEFAULT : number(text));
    }

    /** ASCII digits only: {@link Integer#parseInt} would take signs and the digits of other scripts as well. */
    private static int number(String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad();
        }
        return Integer.parseInt(text);
    }

    private static Problem bad() {
        return Problem.invalid("limit", "must be a whole number from 1 to " + PageRequest.MOST);
    }
}
