package dev.peerage.eventstore;

import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.Region;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AbstractAggregateFactory;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.inspection.AggregateModel;

/**
 * Loads aggregates from the streams of all regions. Since no event has to come first, an id without events is an
 * aggregate without state rather than an error; what that means is its command handlers' decision. Locking is {@link
 * Commands}'s, which has to read streams under the lock.
 */
final class RegionalRepository<T> extends EventSourcingRepository<T> {

    private final EventStore events;
    private final Function<String, T> empty;
    private final Region region;
    private final HybridLogicalClock clock;

    private RegionalRepository(
            Builder<T> builder, EventStore events, Function<String, T> empty, Region region, HybridLogicalClock clock) {
        super(builder);
        this.events = events;
        this.empty = empty;
        this.region = region;
        this.clock = clock;
    }

    static <T> RegionalRepository<T> of(
            AggregateType<T> aggregate,
            AggregateModel<T> model,
            EventStore events,
            Region region,
            HybridLogicalClock clock) {
        Builder<T> builder = EventSourcingRepository.builder(aggregate.type())
                .aggregateModel(model)
                .lockFactory(NullLockFactory.INSTANCE)
                .aggregateFactory(new EmptyAggregates<>(model, aggregate.empty()))
                .eventStore(events);
        return new RegionalRepository<>(builder, events, aggregate.empty(), region, clock);
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String subject, Long expectedVersion) {
        StampedAggregate<T> aggregate = stamped(empty.apply(subject));
        aggregate.initializeState(events.readEvents(subject));
        return aggregate;
    }

    @Override
    protected EventSourcedAggregate<T> doCreateNewForLock(Callable<T> root) throws Exception {
        return stamped(root.call());
    }

    /** What the repository would otherwise do by a constructor without arguments. */
    private static final class EmptyAggregates<T> extends AbstractAggregateFactory<T> {

        private final Function<String, T> empty;

        EmptyAggregates(AggregateModel<T> model, Function<String, T> empty) {
            super(model);
            this.empty = empty;
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected T doCreateAggregate(String subject, DomainEventMessage first) {
            return empty.apply(subject);
        }
    }

    private StampedAggregate<T> stamped(T root) {
        return new StampedAggregate<>(root, aggregateModel(), events, region, clock);
    }
}
