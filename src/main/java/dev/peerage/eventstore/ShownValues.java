package dev.peerage.eventstore;

import java.util.List;
import java.util.Map;

/**
 * Which unique values a subject shows, as a function of its events; contributed by a module as a bean. Asked when a
 * claim meets a holder: another region may have taken the value away from it since.
 *
 * @param <E> the events of such subjects, a sealed interface
 */
public interface ShownValues<E extends DomainEvent> {

    Class<E> events();

    /** By their kinds, in the form in which values are compared. */
    Map<String, String> of(List<StampedEvent<E>> history);
}
