package dev.peerage.feed;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.OriginLog;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.OriginPositions;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Turns events of the log into public ones. Its mapper is its own: the API's settings do not touch the feed. */
@Component
class CloudEvents {

    /** The version of all types so far. A type whose data take another form gets a version of its own. */
    private static final String VERSION = ".v1";

    private static final String TYPE_PREFIX = "dev.peerage.";
    private static final String SCHEMA_PREFIX = "urn:peerage:schema:";

    private final OriginLog log;
    private final PublicEventTypes types;
    private final List<PublicEvents<?>> modules;
    private final ObjectWriter writer = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build()
            .writerFor(CloudEvent.class);

    CloudEvents(OriginLog log, PublicEventTypes types, List<PublicEvents<?>> modules) {
        this.log = log;
        this.types = types;
        this.modules = modules;
    }

    /**
     * What an event is in public.
     *
     * @param position the place behind it
     * @throws dev.peerage.eventstore.UnreadableEvent if this release cannot read it
     */
    FeedEvent of(StoredEvent event, OriginPositions position) {
        DomainEvent fact = log.read(event);
        Dot dot = event.stamp().dot();
        String type = versioned(types.of(event.type()));
        CloudEvent told = new CloudEvent(
                "1.0",
                event.eventId(),
                "/regions/" + dot.region(),
                TYPE_PREFIX + type,
                event.subject(),
                event.stamp().time().instant(),
                "application/json",
                SCHEMA_PREFIX + type,
                data(fact),
                position.encode(),
                Long.toString(dot.sequence()));
        return new FeedEvent(position, told.subject(), told.type(), writer.writeValueAsBytes(told));
    }

    /** A public type with its version. */
    static String versioned(String type) {
        return type + VERSION;
    }

    private Record data(DomainEvent fact) {
        return modules.stream()
                .filter(module -> module.events().isInstance(fact))
                .findFirst()
                .map(module -> data(module, fact))
                .orElseThrow(() -> new IllegalStateException(fact.getClass() + " says nothing in public"));
    }

    private static <E extends DomainEvent> Record data(PublicEvents<E> module, DomainEvent fact) {
        return module.data(module.events().cast(fact));
    }
}
