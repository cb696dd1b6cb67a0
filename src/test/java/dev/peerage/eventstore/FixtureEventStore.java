package dev.peerage.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.common.Registration;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The event store of Axon's fixture, except that a subject without events has an empty stream, as in a real one, and
 * that what is published can be looked at.
 */
final class FixtureEventStore implements EventStore {

    private final EventStore fixture;
    private final List<EventMessage<?>> published = new ArrayList<>();

    FixtureEventStore(EventStore fixture) {
        this.fixture = fixture;
    }

    List<EventMessage<?>> published() {
        return published;
    }

    @Override
    public DomainEventStream readEvents(String subject) {
        try {
            return fixture.readEvents(subject);
        } catch (AggregateNotFoundException _) {
            return DomainEventStream.of(Stream.empty(), () -> -1L);
        }
    }

    @Override
    public void publish(List<? extends EventMessage<?>> events) {
        published.addAll(events);
        fixture.publish(events);
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        fixture.storeSnapshot(snapshot);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return fixture.openStream(after);
    }

    @Override
    public Registration subscribe(Consumer<List<? extends EventMessage<?>>> processor) {
        return fixture.subscribe(processor);
    }

    @Override
    public Registration registerDispatchInterceptor(MessageDispatchInterceptor<? super EventMessage<?>> interceptor) {
        return fixture.registerDispatchInterceptor(interceptor);
    }
}
