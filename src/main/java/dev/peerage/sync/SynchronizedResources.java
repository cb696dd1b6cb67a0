package dev.peerage.sync;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The resources of one type, as the directory view shows them to consumers who keep a copy; contributed by the type's
 * module as a bean. Beans are ordered: a type comes behind those that it refers to.
 *
 * <p>A subject is its resource's type, a slash, and its id.
 */
public interface SynchronizedResources {

    /** For example {@code user}. */
    String type();

    /**
     * A resource that is shown.
     *
     * @param resource as its own requests show it
     */
    record Shown(String id, Object resource) {}

    /** All that are shown, in the order of their ids, behind one; at most {@code limit}. */
    List<Shown> after(String id, int limit);

    /** Those of them that are shown, by their ids. */
    Map<String, Object> shown(Collection<String> ids);

    /**
     * Resources of this type that may be shown otherwise since an event, though it is another subject's.
     *
     * @param events in some order
     * @param after the id behind which those of the first event are wanted; empty for all of them
     * @return in the order of events, and for each in an order that is always the same; if they are {@code limit}, there may
     *     be more
     */
    List<Affected> affected(List<StampedEvent<DomainEvent>> events, String after, int limit);

    /** @param event which of the events, from 0 */
    record Affected(int event, String id) {}
}
