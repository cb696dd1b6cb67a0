package dev.peerage.eventstore;

import dev.peerage.kernel.HybridLogicalClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Axon's storage interface over the {@link EventLog}. Axon's own JDBC engine could not be used: it takes a position
 * that is missing for a while to be lost judging by the event's timestamp, which a remote event brings from another
 * clock (adr/0002).
 */
final class RegionalEventStorageEngine implements EventStorageEngine {

    private static final int PAGE = 1_000;

    private final EventLog log;
    private final EventCodec codec;
    private final HybridLogicalClock clock;
    private final Arrived arrived;
    private final RecentPages recent;

    RegionalEventStorageEngine(EventLog log, EventCodec codec, HybridLogicalClock clock, Arrived arrived) {
        this.log = log;
        this.codec = codec;
        this.clock = clock;
        this.arrived = arrived;
        this.recent = new RecentPages(this::page, PAGE, log::serverStart);
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> messages) {
        if (messages.isEmpty()) {
            return;
        }
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        List<NewEvent> events = new ArrayList<>(messages.size());
        for (EventMessage<?> message : messages) {
            events.add(newEvent((DomainEventMessage<?>) message));
        }
        AppendReceipt.of(unit)
                .record(log.append(events, UniqueValues.Changes.of(unit).decided(), UnchangedSince.of(unit)));
    }

    private NewEvent newEvent(DomainEventMessage<?> message) {
        EventType type = codec.typeOf(message.getPayload());
        String actor = Metadata.text(message, Metadata.ACTOR);
        return new NewEvent(
                message.getAggregateIdentifier(),
                Metadata.stamp(message),
                type.name(),
                type.revision(),
                actor == null ? "unknown" : actor,
                Metadata.text(message, Metadata.REQUEST_ID),
                Metadata.text(message, Metadata.CAUSE),
                codec.write(message.getPayload()));
    }

    @Override
    public DomainEventStream readEvents(String subject, long firstSequenceNumber) {
        return stream(log.stream(subject).stream()
                .filter(event -> !isLocal(event) || StoredMessage.axonSequence(event) >= firstSequenceNumber)
                .toList());
    }

    /**
     * The given events of one aggregate; the next local event follows the last local one, whatever came from elsewhere.
     */
    DomainEventStream stream(List<StoredEvent> events) {
        // what is decided rests on it, and may show it before a view does; another node of this region may have written
        // it by
        // a clock that is ahead
        events.forEach(this::passes);
        long lastLocal = events.stream()
                .filter(this::isLocal)
                .mapToLong(StoredMessage::axonSequence)
                .max()
                .orElse(-1);
        return DomainEventStream.of(events.stream().map(event -> StoredMessage.of(event, codec)), () -> lastLocal);
    }

    private boolean isLocal(StoredEvent event) {
        return event.stamp().dot().region().equals(log.region());
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken after, boolean mayBlock) {
        return page(position(after)).events().stream().map(event -> StoredMessage.tracked(event, codec));
    }

    private void passes(StoredEvent event) {
        clock.observe(event.stamp().time());
        arrived.passes(event);
    }

    /**
     * Whatever has arrived passes here, on its way into a view; so this region's clock is moved on by it though nothing
     * is written to its subject.
     */
    EventLog.Page page(long after) {
        EventLog.Page page = log.readAfter(after, PAGE);
        page.events().forEach(this::passes);
        return page;
    }

    /** Asks the server whether it is the one that pages were read of; when it was started. */
    Instant begins() {
        var _ = log.head();
        return serverStart();
    }

    /** When the server was started that has last answered. */
    Instant serverStart() {
        return log.serverStart();
    }

    /** The same for one who is far from the log's end, perhaps beside others. */
    EventLog.Page pageFarFromEnd(long after) {
        return recent.after(after);
    }

    /** Whether there may be more behind it at this moment. */
    boolean isFull(EventLog.Page page) {
        return page.events().size() == PAGE;
    }

    TrackedEventMessage<?> tracked(StoredEvent event) {
        return StoredMessage.tracked(event, codec);
    }

    static long position(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(log.head());
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return null;
    }

    /** There are none: an aggregate's stream is short, and its state a function of its events (adr/0004). */
    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String subject) {
        return Optional.empty();
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new IllegalStateException("no aggregate takes snapshots");
    }
}
