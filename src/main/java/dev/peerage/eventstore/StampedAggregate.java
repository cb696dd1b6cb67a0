package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.inspection.AggregateModel;

/**
 * An aggregate loaded from the streams of all regions, which stamps what it applies: with the next dot of this region's
 * stream, the version it has seen, and a time later than everything it has seen.
 */
final class StampedAggregate<T> extends EventSourcedAggregate<T> {

    private final Region region;
    private final HybridLogicalClock clock;
    private VersionVector version = VersionVector.none();

    StampedAggregate(T root, AggregateModel<T> model, EventStore eventStore, Region region, HybridLogicalClock clock) {
        super(root, model, eventStore, NoSnapshotTriggerDefinition.TRIGGER);
        this.region = region;
        this.clock = clock;
    }

    @Override
    protected <P> EventMessage<P> createMessage(P payload, MetaData metaData) {
        UnitOfWorkStreams unit = UnitOfWorkStreams.current();
        HybridTime time = unit == null ? clock.next() : unit.time(clock);
        Stamp stamp = new Stamp(new Dot(region, version.get(region) + 1), version, time);
        MetaData caller = unit == null ? MetaData.emptyInstance() : unit.deciding();
        return super.createMessage(payload, metaData.mergedWith(caller).and(Metadata.STAMP, stamp));
    }

    @Override
    protected void publish(EventMessage<?> event) {
        Stamp stamp = Metadata.stamp(event);
        version = version.with(stamp.dot());
        clock.observe(stamp.time());
        super.publish(event);
    }
}
