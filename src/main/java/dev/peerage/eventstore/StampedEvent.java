package dev.peerage.eventstore;

import dev.peerage.kernel.Stamp;
import org.axonframework.eventhandling.EventMessage;

/** An event with its stamp: all that a fold needs to know. */
public record StampedEvent<E extends DomainEvent>(E event, Stamp stamp) {

    /**
     * The event in a message, with the stamp in its metadata.
     *
     * @throws ClassCastException if the message's event is of another type
     */
    public static <E extends DomainEvent> StampedEvent<E> of(EventMessage<?> message, Class<E> type) {
        return new StampedEvent<>(type.cast(message.getPayload()), Metadata.stamp(message));
    }
}
