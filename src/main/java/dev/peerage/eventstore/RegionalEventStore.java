package dev.peerage.eventstore;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.jspecify.annotations.Nullable;

/** Axon's event store over regional streams: aggregates are read merged, processors read in the order of positions. */
final class RegionalEventStore extends AbstractEventStore {

    private final RegionalEventStorageEngine engine;
    private final LogTail tail;

    private RegionalEventStore(Builder builder, RegionalEventStorageEngine engine, LogTail tail) {
        super(builder);
        this.engine = engine;
        this.tail = tail;
    }

    static RegionalEventStore of(RegionalEventStorageEngine engine, LogTail tail) {
        Builder builder = new Builder();
        builder.storageEngine(engine);
        return new RegionalEventStore(builder, engine, tail);
    }

    @Override
    public void publish(List<? extends EventMessage<?>> events) {
        UnitOfWorkStreams unit = UnitOfWorkStreams.current();
        if (unit != null) {
            events.forEach(unit::stage);
        }
        super.publish(events);
    }

    @Override
    public DomainEventStream readEvents(String subject) {
        UnitOfWorkStreams unit = UnitOfWorkStreams.current();
        List<StoredEvent> stored = unit == null ? null : unit.stored(subject);
        DomainEventStream stream = stored == null ? engine.readEvents(subject, 0) : engine.stream(stored);
        return unit == null || unit.staged(subject).isEmpty()
                ? stream
                : DomainEventStream.concat(stream, DomainEventStream.of(unit.staged(subject)));
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken after) {
        return new LogStream(engine, tail, RegionalEventStorageEngine.position(after));
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        tail.appended();
    }

    private static final class Builder extends AbstractEventStore.Builder {}
}
