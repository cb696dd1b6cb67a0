package dev.peerage.eventstore;

import static dev.peerage.eventstore.TestRegion.CALLER;
import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.eventstore.Note.AddText;
import dev.peerage.eventstore.NoteEvent.NoteTextSet;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The log as Axon's parts see it. */
@Timeout(30)
class RegionalEventStoreTest {

    private static final TestRegion REGION = TestRegion.create();

    private final TestRegion region = REGION;
    private final GlobalSequenceTrackingToken start = new GlobalSequenceTrackingToken(region.log.head());

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void anAggregatesStreamHoldsAllRegionsEventsAndEndsWithTheLastLocalOne() {
        region.commands.send(new AddText("merged", "one"), CALLER);
        region.receive(in("us").event(new NoteTextSet("merged", "two")).event(new NoteTextSet("merged", "three")));

        DomainEventStream stream = region.store.readEvents("note/merged");

        assertThat(stream.asStream().map(event -> event.getPayload().toString()))
                .containsExactly(
                        new NoteTextSet("merged", "one").toString(),
                        new NoteTextSet("merged", "two").toString(),
                        new NoteTextSet("merged", "three").toString());
        assertThat(stream.getLastSequenceNumber()).isZero();
    }

    @Test
    void aSubjectWithoutLocalEventsIsBeforeItsFirst() {
        region.receive(in("us").event(new NoteTextSet("remote-only", "one")));

        assertThat(region.store.readEvents("note/remote-only").getLastSequenceNumber())
                .isEqualTo(-1);
        assertThat(region.store.readEvents("note/none").hasNext()).isFalse();
    }

    @Test
    void aMessageTellsWhichEventItIs() {
        region.receive(in("us").event(new NoteTextSet("told", "one")));

        var event = region.store.readEvents("note/told").next();

        assertThat(event.getIdentifier()).isEqualTo("note/told@us~1");
        assertThat(event.getType()).isEqualTo("note");
        assertThat(event.getAggregateIdentifier()).isEqualTo("note/told");
        assertThat(StampedEvent.of(event, NoteEvent.class).stamp().dot()).hasToString("us~1");
        assertThat(event.getTimestamp())
                .isEqualTo(
                        StampedEvent.of(event, NoteEvent.class).stamp().time().instant());
    }

    @Test
    void subjectsHistoriesAreReadByType() {
        region.receive(in("us").event(new NoteTextSet("history", "one")));

        List<StampedEvent<NoteEvent>> history = region.subjects().history("note/history", NoteEvent.class);

        assertThat(history).extracting(StampedEvent::event).containsExactly(new NoteTextSet("history", "one"));
    }

    @Test
    void aReaderGoesOnAfterItsToken() throws Exception {
        region.receive(in("us").event(new NoteTextSet("resumed", "one"))
                .event(new NoteTextSet("resumed", "two"))
                .event(new NoteTextSet("resumed", "three")));

        try (BlockingStream<TrackedEventMessage<?>> stream =
                region.store.openStream(new GlobalSequenceTrackingToken(start.getGlobalIndex() + 1))) {
            TrackedEventMessage<?> next = stream.nextAvailable();
            assertThat(next.getPayload()).isEqualTo(new NoteTextSet("resumed", "two"));
            assertThat(next.trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(start.getGlobalIndex() + 2));
            assertThat(stream.peek())
                    .hasValueSatisfying(
                            peeked -> assertThat(peeked.getPayload()).isEqualTo(new NoteTextSet("resumed", "three")));
            assertThat(stream.nextAvailable().getPayload()).isEqualTo(new NoteTextSet("resumed", "three"));
            assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
            assertThat(stream.peek()).isEmpty();
        }
    }

    /** What it has stored may be gone with a server that was killed. */
    @Test
    void aReaderWhoseDatabaseWasGoneForAMomentHasToBeginAnew() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        RegionalEventStore store = region.anotherNode(new DelegatingDataSource(region.database()) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        if (gone.get()) {
                            throw new SQLException("gone");
                        }
                        return super.getConnection();
                    }
                })
                .store;
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(store.createHeadToken())) {
            assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
            gone.set(true);
            assertThatThrownBy(() -> stream.hasNextAvailable(1, TimeUnit.MINUTES))
                    .isInstanceOf(DataAccessException.class);
            gone.set(false);
            region.receive(in("us").event(new NoteTextSet("gone", "one")));

            assertThatThrownBy(stream::peek).isInstanceOf(DataAccessException.class);
        }
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(start)) {
            assertThat(stream.nextAvailable().getPayload()).isEqualTo(new NoteTextSet("gone", "one"));
        }
    }

    @Test
    void tokensNameThePlacesBetweenWhichTheLogLies() {
        region.receive(in("us").event(new NoteTextSet("ends", "one")).event(new NoteTextSet("ends", "two")));

        assertThat(region.store.createTailToken()).isNull();
        assertThat(region.store.createHeadToken())
                .isEqualTo(new GlobalSequenceTrackingToken(start.getGlobalIndex() + 2));
    }

    @Test
    void aReaderAtTheEndIsHandedWhatThisNodeAppends() throws Exception {
        assertThat(nextOfAWaitingReader(() -> region.commands.send(new AddText("local", "at once"), CALLER)))
                .isEqualTo(new NoteTextSet("local", "at once"));
    }

    @Test
    void aReaderAtTheEndFindsWhatArrivesFromElsewhere() throws Exception {
        assertThat(nextOfAWaitingReader(() -> region.receive(in("us").event(new NoteTextSet("arrived", "remote")))))
                .isEqualTo(new NoteTextSet("arrived", "remote"));
    }

    @Test
    void aReaderAtTheEndFindsWhatCommitsLate() throws Exception {
        OpenTransaction outstanding = OpenTransaction.begin(region.database());
        outstanding.append();
        region.commands.send(new AddText("late", "behind"), CALLER);

        try (BlockingStream<TrackedEventMessage<?>> stream = region.store.openStream(start)) {
            assertThat(stream.hasNextAvailable(20, TimeUnit.MILLISECONDS)).isFalse();
            outstanding.rollback();
            assertThat(stream.nextAvailable().getPayload()).isEqualTo(new NoteTextSet("late", "behind"));
        }
    }

    @Test
    void anUnreadableEventIsMetWhereItIsAndNotBefore() throws Exception {
        region.receive(in("us").event(new NoteTextSet("unreadable", "one")));
        Stamp stamp = new Stamp(new Dot(Region.of("us"), 2), VersionVector.none(), new HybridTime(9));
        Replication.deliver(region.sql(), "note/unreadable", stamp, "NoteColourSet", 1, "{}");

        try (BlockingStream<TrackedEventMessage<?>> stream = region.store.openStream(start)) {
            assertThat(stream.nextAvailable().getPayload()).isEqualTo(new NoteTextSet("unreadable", "one"));
            TrackedEventMessage<?> unreadable = stream.nextAvailable();
            assertThatThrownBy(unreadable::getPayload).isInstanceOf(UnreadableEvent.class);
            assertThatThrownBy(unreadable::getPayloadType).isInstanceOf(UnreadableEvent.class);
        }
        assertThatThrownBy(() -> region.commands.send(new AddText("unreadable", "x"), CALLER))
                .isInstanceOf(UnreadableEvent.class);
    }

    private Object nextOfAWaitingReader(Runnable append) throws Exception {
        try (BlockingStream<TrackedEventMessage<?>> stream = region.store.openStream(start)) {
            CompletableFuture<Object> next = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    next.complete(stream.nextAvailable().getPayload());
                } catch (InterruptedException e) {
                    next.completeExceptionally(e);
                }
            });
            append.run();
            Object read = next.orTimeout(20, TimeUnit.SECONDS).join();
            reader.join(Duration.ofSeconds(10));
            return read;
        }
    }
}
