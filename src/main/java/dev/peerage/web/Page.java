package dev.peerage.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items the items, at most as many as were asked for
 * @param next the cursor of the next page; null, and absent from the JSON, on the last one
 */
public record Page<T>(
        List<T> items,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /** A page with nothing after it. */
    public static <T> Page<T> last(List<T> items) {
        return new Page<>(items, null);
    }

    /**
     * The page of a list that was read one item further than asked for, which is how one knows without counting whether
     * there is more.
     *
     * @param read at most {@code request.limit() + 1} items
     * @param after the cursor to go on after an item
     */
    public static <T> Page<T> of(PageRequest request, List<T> read, Function<T, Cursor> after) {
        if (read.size() <= request.limit()) {
            return last(read);
        }
        List<T> items = read.subList(0, request.limit());
        return new Page<>(items, after.apply(items.getLast()).encoded());
    }

    /** The same page with its items in another form. */
    public <R> Page<R> map(Function<T, R> form) {
        return new Page<>(items.stream().map(form).toList(), next);
    }
}
