package dev.peerage.eventstore;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.BeanUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns events into JSON and back, by the names they bear. Its mapper is its own: the API's settings do not touch the
 * log.
 */
final class EventCodec {

    private record Named(
            EventType type,
            Class<? extends DomainEvent> event,
            List<Upcaster> upcasters,
            ObjectReader reader,
            ObjectWriter writer) {}

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, Named> byName = new HashMap<>();
    private final Map<Class<?>, Named> byClass = new HashMap<>();

    EventCodec(Collection<EventTypes> modules) {
        for (EventTypes module : modules) {
            for (Class<? extends DomainEvent> event : module.classes()) {
                EventType type = event.getAnnotation(EventType.class);
                Named named = new Named(type, event, upcasters(type), mapper.readerFor(event), mapper.writerFor(event));
                if (byName.put(type.name(), named) != null) {
                    throw new IllegalStateException("two events are named " + type.name());
                }
                byClass.put(event, named);
            }
        }
    }

    private static List<Upcaster> upcasters(EventType type) {
        if (type.upcasters().length != type.revision() - 1) {
            throw new IllegalStateException("%s has revision %d, and not as many upcasters as revisions before it"
                    .formatted(type.name(), type.revision()));
        }
        return Stream.of(type.upcasters())
                .<Upcaster>map(BeanUtils::instantiateClass)
                .toList();
    }

    /** The names of the events that end their subject. */
    List<String> retiringTypes() {
        return byName.values().stream()
                .filter(named -> named.type().retires())
                .map(named -> named.type().name())
                .sorted()
                .toList();
    }

    EventType typeOf(Object event) {
        return named(event).type();
    }

    String write(Object event) {
        return named(event).writer().writeValueAsString(event);
    }

    /** @throws UnreadableEvent if the event's type is unknown, its revision newer, or its payload does not fit */
    Class<? extends DomainEvent> classOf(StoredEvent event) {
        return named(event).event();
    }

    /** @throws UnreadableEvent if the event's type is unknown, its revision newer, or its payload does not fit */
    DomainEvent read(StoredEvent event) {
        Named named = named(event);
        try {
            return event.revision() == named.type().revision()
                    ? named.reader().readValue(event.payload())
                    : named.reader().readValue(upcast(event, named));
        } catch (JacksonException broken) {
            throw new UnreadableEvent(event, "its payload does not fit: " + broken.getOriginalMessage(), broken);
        }
    }

    private ObjectNode upcast(StoredEvent event, Named named) {
        if (!(mapper.readTree(event.payload()) instanceof ObjectNode payload)) {
            throw new UnreadableEvent(event, "its payload does not fit: it is no object", null);
        }
        try {
            ObjectNode upcast = payload;
            for (Upcaster upcaster : named.upcasters()
                    .subList(event.revision() - 1, named.upcasters().size())) {
                upcast = upcaster.upcast(upcast);
            }
            return upcast;
        } catch (RuntimeException broken) {
            throw new UnreadableEvent(event, "its payload does not fit: " + broken.getMessage(), broken);
        }
    }

    private Named named(StoredEvent event) {
        Named named = byName.get(event.type());
        if (named == null) {
            throw new UnreadableEvent(event, "this release does not know the type", null);
        }
        if (event.revision() > named.type().revision() || event.revision() < 1) {
            throw new UnreadableEvent(
                    event, "this release reads revision " + named.type().revision(), null);
        }
        return named;
    }

    private Named named(Object event) {
        Named named = byClass.get(event.getClass());
        if (named == null) {
            throw new IllegalArgumentException(event.getClass().getName() + " is no event of a known module");
        }
        return named;
    }
}
