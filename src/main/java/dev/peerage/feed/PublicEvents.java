package dev.peerage.feed;

import dev.peerage.eventstore.DomainEvent;
import java.util.Map;

/**
 * What the events of a module are called and say in public; contributed by the module as a bean. A type once published
 * keeps its meaning, and its data its form, whatever becomes of the stored event; another form is another type.
 *
 * @param <E> the module's events, a sealed interface
 */
public interface PublicEvents<E extends DomainEvent> {

    Class<E> events();

    /** The public type of each kind of event, such as {@code user.email-set}. */
    Map<Class<? extends E>, String> types();

    /** What an event says: a record that JSON is made of. */
    Record data(E event);
}
