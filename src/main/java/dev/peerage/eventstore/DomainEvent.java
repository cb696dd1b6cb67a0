package dev.peerage.eventstore;

/**
 * A fact that sets one thing of one subject. Events are records, permitted by a sealed interface of their module, and
 * named by {@link EventType}; a name, once written to a log, is never given to something else.
 */
public interface DomainEvent {

    /**
     * The aggregate the event belongs to, such as {@code user/4711}: a type, a slash, and an id without one
     * (a membership has two ids).
     */
    String subject();
}
