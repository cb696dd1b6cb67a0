package dev.peerage.eventstore;

import dev.peerage.kernel.VersionVector;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;

/** Reads the events of single subjects; within a command, those it is about to append are seen too. */
public class Subjects {

    private final RegionalEventStore store;

    private final EventLog log;
    private final EventCodec codec;

    Subjects(RegionalEventStore store, EventLog log, EventCodec codec) {
        this.store = store;
        this.log = log;
        this.codec = codec;
    }

    /** Whether the subject is known in this region and not deleted. */
    public boolean exists(String subject) {
        UnitOfWorkStreams unit = UnitOfWorkStreams.current();
        List<DomainEventMessage<?>> staged = unit == null ? List.of() : unit.staged(subject);
        if (staged.stream().anyMatch(event -> codec.typeOf(event.getPayload()).retires())) {
            return false;
        }
        Boolean found = unit == null ? null : unit.exists(subject);
        boolean stored = found != null
                ? found
                : log.existing(List.of(subject), codec.retiringTypes()).contains(subject);
        return stored || !staged.isEmpty();
    }

    /** The version of a subject in this region's log, empty if nothing is known of it. */
    public VersionVector version(String subject) {
        return log.version(subject);
    }

    /** The first subjects of this region's log behind a subject, in an order of its own that begins behind the empty text. */
    public List<String> after(String subject, int limit) {
        return log.subjectsAfter(subject, limit);
    }

    /** Those of the subjects that have events behind a position of this region's log. */
    public Set<String> changedAfter(long position, Collection<String> subjects) {
        return subjects.isEmpty() ? Set.of() : log.changedAfter(position, subjects);
    }

    /** Who wrote these events; of what this region does not have, nothing. */
    public Map<EventName, String> actors(Collection<EventName> events) {
        return events.isEmpty() ? Map.of() : log.actors(events);
    }

    /**
     * The same of several subjects in one round trip, by subject.
     *
     * @throws UnreadableEvent if this release cannot read one of them
     */
    public <E extends DomainEvent> Map<String, List<StampedEvent<E>>> histories(
            Collection<String> subjects, Class<E> type) {
        Map<String, List<StampedEvent<E>>> histories = new HashMap<>();
        if (!subjects.isEmpty()) {
            log.streams(subjects)
                    .forEach((subject, events) -> histories.put(
                            subject,
                            events.stream()
                                    .map(event -> new StampedEvent<>(type.cast(codec.read(event)), event.stamp()))
                                    .toList()));
        }
        return histories;
    }

    /**
     * The events of a subject from all regions: each region's in its order, in no order that means anything across
     * regions.
     *
     * @throws UnreadableEvent if this release cannot read one of them
     */
    public <E extends DomainEvent> List<StampedEvent<E>> history(String subject, Class<E> type) {
        return store.readEvents(subject)
                .asStream()
                .map(event -> StampedEvent.of(event, type))
                .toList();
    }
}
