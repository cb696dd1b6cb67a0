package dev.peerage.feed;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.EventType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Which event, as it is stored, bears which type in public. */
@Component
public class PublicEventTypes {

    private final Map<String, String> byStoredName = new TreeMap<>();
    private final Map<String, String> storedNames = new TreeMap<>();

    PublicEventTypes(List<PublicEvents<?>> modules) {
        modules.forEach(module -> module.types().forEach(this::add));
    }

    private void add(Class<? extends DomainEvent> event, String type) {
        String stored =
                Objects.requireNonNull(event.getAnnotation(EventType.class)).name();
        if (byStoredName.put(stored, type) != null || storedNames.put(type, stored) != null) {
            throw new IllegalStateException("two events are of the public type " + type);
        }
    }

    /**
     * The public type of an event.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public String of(String storedName) {
        String type = byStoredName.get(storedName);
        if (type == null) {
            throw new IllegalArgumentException(storedName + " has no public type");
        }
        return type;
    }

    /** The name under which events of a public type are stored; empty if there is no such type. */
    public Optional<String> storedName(String type) {
        return Optional.ofNullable(storedNames.get(type));
    }

    /** All public types. */
    public SortedSet<String> all() {
        return new TreeSet<>(storedNames.keySet());
    }
}
