package dev.peerage.eventstore;

import java.util.ArrayList;
import java.util.List;

/**
 * The events a module writes.
 *
 * @param classes records that bear {@link EventType}
 */
public record EventTypes(List<Class<? extends DomainEvent>> classes) {

    /**
     * All events permitted by a sealed interface.
     *
     * @throws IllegalArgumentException if one of them bears no {@link EventType}
     */
    public static EventTypes permittedBy(Class<? extends DomainEvent> sealed) {
        List<Class<? extends DomainEvent>> found = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            Class<? extends DomainEvent> event = permitted.asSubclass(DomainEvent.class);
            if (event.isSealed()) {
                found.addAll(permittedBy(event).classes());
            } else if (event.getAnnotation(EventType.class) == null) {
                throw new IllegalArgumentException(event.getName() + " bears no @EventType");
            } else {
                found.add(event);
            }
        }
        return new EventTypes(List.copyOf(found));
    }
}
