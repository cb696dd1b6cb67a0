package dev.peerage.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a resource is searched. Wherever it is null or empty the resource has no such thing.
 *
 * @param handles what names it and nothing else, as a username and an email do; by one of these it is found first
 * @param name what it is called
 * @param naming whose words name it beside those of its name
 * @param texts what else is known of it
 * @param active what is filtered by
 */
public record Searched(
        List<String> handles,
        @Nullable String name,
        List<String> naming,
        List<String> texts,
        boolean active,
        @Nullable Instant createdAt) {

    public Searched {
        handles = List.copyOf(handles);
        naming = List.copyOf(naming);
        texts = List.copyOf(texts);
    }
}
