package dev.peerage.audit;

import dev.peerage.audit.AuditEntry.Change;
import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.EventFilter;
import dev.peerage.eventstore.LogByTime;
import dev.peerage.eventstore.LogByTime.Place;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.eventstore.UnreadableEvent;
import dev.peerage.feed.PublicEventTypes;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.web.Cursor;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells events of the log, newest first, each with what it changed. Every event is told once, readable or not. */
@Component
class Audit {

    private final LogByTime log;
    private final Map<String, AuditedResource<?, ?>> resources;
    private final Map<String, String> publicTypes;

    Audit(LogByTime log, List<AuditedResource<?, ?>> resources, PublicEventTypes types) {
        this.log = log;
        this.resources = resources.stream().collect(Collectors.toMap(AuditedResource::type, Function.identity()));
        this.publicTypes = types.all().stream()
                .collect(Collectors.toMap(type -> types.storedName(type).orElseThrow(), Function.identity()));
    }

    /** @param list what makes this list another one than others, see {@link Cursor} */
    Page<AuditEntry> page(String list, EventFilter filter, PageRequest request) {
        Place after = request.after(list).map(Audit::place).orElse(null);
        Page<StoredEvent> page = Page.of(
                request, log.newest(filter, after, request.limit() + 1), event -> cursor(list, Place.of(event)));
        return new Page<>(entries(page.items()), page.next());
    }

    private static Cursor cursor(String list, Place last) {
        return Cursor.of(
                list, Long.toString(last.time().value()), last.origin().name(), Long.toString(last.originPosition()));
    }

    private static Place place(List<String> key) {
        if (key.size() != 3) {
            throw Cursor.malformed();
        }
        try {
            return new Place(
                    new HybridTime(Long.parseLong(key.getFirst())),
                    Region.of(key.get(1)),
                    Long.parseLong(key.getLast()));
        } catch (IllegalArgumentException _) {
            throw Cursor.malformed();
        }
    }

    /** At most so many events, newest first. */
    List<StoredEvent> newest(EventFilter filter, @Nullable Place after, int limit) {
        return log.newest(filter, after, limit);
    }

    /** Events with what they changed, in the order in which they are given. */
    List<AuditEntry> entries(List<StoredEvent> events) {
        Map<String, List<StoredEvent>> bySubject = events.stream().collect(Collectors.groupingBy(StoredEvent::subject));
        Map<String, Map<Dot, List<Change>>> changes = new HashMap<>();
        log.eachStream(bySubject.keySet(), stream -> {
            String subject = stream.getFirst().subject();
            changes.put(subject, changes(stream, Objects.requireNonNull(bySubject.get(subject))));
        });
        return events.stream()
                .map(event -> entry(
                        event,
                        changes.getOrDefault(event.subject(), Map.of())
                                .getOrDefault(event.stamp().dot(), List.of())))
                .toList();
    }

    private Map<Dot, List<Change>> changes(List<StoredEvent> stream, List<StoredEvent> wanted) {
        AuditedResource<?, ?> resource =
                resources.get(Subject.typeOf(wanted.getFirst().subject()));
        return resource == null ? Map.of() : new Past<>(resource, stream, this::read).changes(wanted);
    }

    private Optional<DomainEvent> read(StoredEvent event) {
        try {
            return Optional.of(log.read(event));
        } catch (UnreadableEvent _) {
            return Optional.empty();
        }
    }

    private AuditEntry entry(StoredEvent event, List<Change> changes) {
        return new AuditEntry(
                event.eventId(),
                publicTypes.getOrDefault(event.type(), event.type()),
                event.stamp().time().instant(),
                event.stamp().dot().region().name(),
                event.actor(),
                event.requestId(),
                changes);
    }
}
