package dev.peerage.search;

import java.util.Collection;
import java.util.Map;

/**
 * The resources of one type, as they are found; contributed by the type's module as a bean. A subject is its resource's
 * type, a slash, and its id.
 */
public interface SearchedResources {

    /** For example {@code user}. */
    String type();

    /** What is searched of those that the directory view shows, by their ids; none of those that it does not show. */
    Map<String, Searched> shown(Collection<String> ids);
}
