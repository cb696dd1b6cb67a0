package dev.peerage.web;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for. As a parameter of a controller's method it is read from the query parameters
 * {@code limit} and {@code cursor}.
 *
 * <p>Query parameters that an endpoint does not know are ignored, here and everywhere: links get decorated on their way
 * (tracking, cache busting), and a client may talk to an older release. One that it knows, but cannot read or is given
 * more than once, is a 400 that names it.
 *
 * @param limit the most items wanted, 1 to {@value #MOST}
 * @param cursor where to go on; empty for the first page
 */
public record PageRequest(int limit, Optional<Cursor> cursor) {

    /** How many items come if {@code limit} is not given. */
    public static final int DEFAULT = 50;

    /** The most items one may ask for at once. */
    public static final int MOST = 1_000;

    /** @throws Problem 400 if the limit is out of bounds */
    public PageRequest {
        var _ = new Limit(limit);
    }

    /**
     * The key after which the page begins, of a cursor that was made for this list.
     *
     * @param list the list, as given to {@link Cursor#of}
     * @return empty for the first page
     * @throws Problem 400 if the cursor belongs to another list
     */
    public Optional<List<String>> after(String list) {
        return cursor.map(at -> {
            if (!at.list().equals(list)) {
                throw Problem.invalid("cursor", "belongs to another list");
            }
            return at.key();
        });
    }

    /**
     * Reads the parameters as they were sent.
     *
     * <p>Either may be null, if it was not given.
     *
     * @throws Problem 400 that names the parameter that cannot be read
     */
    static PageRequest of(String @Nullable [] sentLimits, String @Nullable [] sentCursors) {
        Limit limit = Limit.of(sentLimits);
        String cursor = only("cursor", sentCursors);
        return new PageRequest(limit.value(), Optional.ofNullable(cursor).map(text -> Cursor.decode("cursor", text)));
    }

    static @Nullable String only(String name, String @Nullable [] values) {
        if (values != null && values.length > 1) {
            throw Problem.invalid(name, "must not be given more than once");
        }
        return values == null || values.length == 0 ? null : values[0];
    }
}
