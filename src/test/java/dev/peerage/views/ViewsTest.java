package dev.peerage.views;

import static dev.peerage.views.Shelf.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Deadline;
import dev.peerage.kernel.VersionVector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** A view that follows the log: its rows, its position, its replay, and those who wait for it. */
class ViewsTest {

    private final Shelf shelf = new Shelf();

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void rowsFollowTheLogInTheOrderOfEachSubject() {
        shelf.set("before", "1", "2");
        shelf.start();
        shelf.awaitCaughtUp();
        shelf.set("after", "1");
        shelf.set("before", "3");
        shelf.set("after", "2");
        shelf.awaitCaughtUp();

        assertThat(shelf.things.rows())
                .containsOnly(Map.entry("thing/before", "1 2 3"), Map.entry("thing/after", "1 2"));
    }

    @Test
    void aReplayMakesTheSameRowsOfTheLog() {
        shelf.start();
        IntStream.range(0, 40).forEach(i -> shelf.set("thing-" + i % 7, "v" + i));
        shelf.awaitCaughtUp();
        Fingerprint live = shelf.things.fingerprint();
        shelf.tables().jdbc().execute("update thing set content = content || ' wrong' where subject = 'thing/thing-1'");
        shelf.tables().jdbc().execute("insert into thing (subject, content) values ('thing/that-never-was', 'x')");
        assertThat(shelf.things.fingerprint()).isNotEqualTo(live);

        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();

        assertThat(shelf.things.fingerprint()).isEqualTo(live);
        assertThat(live.count()).isEqualTo(7);
    }

    @Test
    void aViewThatIsOutOfReachAtTheStartIsStartedWhenItIsNot() {
        shelf.set("one", "1");
        ViewReadiness readiness = shelf.readiness();
        shelf.things.there(() -> {
            throw new IllegalStateException("out of reach");
        });

        shelf.start();
        shelf.views.tend();

        assertThat(shelf.status().state()).isEqualTo("failed");
        assertThat(shelf.status().error()).contains("out of reach");
        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        shelf.things.there(() -> true);
        shelf.views.tend();
        shelf.awaitCaughtUp();
        assertThat(shelf.things.row("one")).isEqualTo("1");
        assertThat(shelf.status().state()).isEqualTo("live");
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whoCannotStartAViewIsNotReadyThoughThatHadAllBefore() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        shelf.views.stop();
        shelf.things.there(() -> {
            throw new IllegalStateException("out of reach");
        });
        ViewReadiness readiness = shelf.readiness();

        shelf.views.start();

        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        shelf.things.there(() -> true);
        shelf.views.tend();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aViewThatIsStoppedIsNotStartedByMending() {
        shelf.things.there(() -> {
            throw new IllegalStateException("out of reach");
        });
        shelf.start();

        shelf.views.stop();
        shelf.things.there(() -> true);
        shelf.views.tend();

        shelf.set("one", "1");
        assertThat(shelf.views.position("shelf")).isZero();
        assertThat(shelf.status().error()).isNull();
    }

    @Test
    void whoEmptiesAViewHasAllLetGoOfItAlsoBeforeItsFirstStart() {
        AtomicInteger stopped = new AtomicInteger();
        shelf.things.there(() -> false);
        shelf.things.beforeClearing(() -> stopped.set(
                requireNonNull(shelf.tables().jdbc().queryForObject("select count(*) from view_stop", Integer.class))));

        shelf.start();

        assertThat(stopped).hasValue(1);
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        assertThat(shelf.status().state()).isEqualTo("live");
    }

    @Test
    void whatIsBackInReachGoesOnAtOnce() {
        shelf.start();
        shelf.things.there(() -> {
            throw new IllegalStateException("out of reach");
        });
        shelf.set("one", "1");
        // by itself it tries again after 1, 2, 4 and 8 seconds
        await().atMost(LONG).until(() -> shelf.things.stores() == 4);
        shelf.views.tend();

        shelf.things.there(() -> true);
        shelf.views.tend();

        await().atMost(Duration.ofSeconds(6)).until(() -> "1".equals(shelf.things.row("one")));
    }

    @Test
    void whatIsLostWhileAViewRunsIsFilledAnew() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        shelf.tables().jdbc().execute("truncate thing");
        shelf.views.tend();
        assertThat(shelf.things.rows()).as("as long as nobody says so").isEmpty();

        shelf.things.there(() -> false);
        shelf.views.tend();
        shelf.awaitCaughtUp();

        assertThat(shelf.things.row("one")).isEqualTo("1");
        assertThat(shelf.views.replays("shelf")).isEqualTo(1);
        shelf.views.tend();
        assertThat(shelf.views.replays("shelf")).as("it is there again").isEqualTo(1);
    }

    @Test
    void severalReplaysAtATimeComeToTheSame() {
        shelf.start();
        IntStream.range(0, 20).forEach(i -> shelf.set("thing-" + i % 7, "v" + i));
        shelf.awaitCaughtUp();
        Fingerprint live = shelf.things.fingerprint();

        List<CompletableFuture<Void>> replays = IntStream.range(0, 3)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> shelf.views.replay("shelf")))
                .toList();
        replays.forEach(CompletableFuture::join);
        shelf.awaitCaughtUp();

        assertThat(shelf.things.fingerprint()).isEqualTo(live);
    }

    @Test
    void manyEventsAreStoredInFewTransactions() {
        for (int i = 0; i < 300; i++) {
            shelf.set("thing-" + i, "v");
        }

        shelf.start();
        shelf.awaitCaughtUp();

        assertThat(shelf.things.rows()).hasSize(300);
        assertThat(shelf.things.stores()).isEqualTo(TrackingProcessors.SEGMENTS);
        assertThat(shelf.region()
                        .sql()
                        .sql("select count(distinct xmin::text) from thing")
                        .query((row, _) -> row.getLong(1))
                        .single())
                .isEqualTo(TrackingProcessors.SEGMENTS);
    }

    @Test
    void aBatchWhoseTransactionIsKilledLeavesNothingBehindAndIsDoneAgain() {
        CompletableFuture<Integer> visibleWhenKilled = new CompletableFuture<>();
        shelf.things.afterStoring(() -> {
            visibleWhenKilled.complete(shelf.region()
                    .sql()
                    .sql("select count(*) from thing")
                    .query((row, _) -> row.getInt(1))
                    .single());
            shelf.tables().jdbc().execute("select pg_terminate_backend(pg_backend_pid())");
        });
        shelf.set("one", "1", "2", "3");

        shelf.start();
        shelf.awaitCaughtUp();

        assertThat(visibleWhenKilled).isCompletedWithValue(0);
        assertThat(shelf.things.row("one")).isEqualTo("1 2 3");
        assertThat(shelf.status().error()).isNull();
    }

    @Test
    void rowsAndPositionCommitTogether() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        // commits fail from here on, after everything else has been done
        shelf.tables().jdbc().execute("""
                create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'""");
        shelf.tables().jdbc().execute("""
                create constraint trigger refused after insert or update on thing
                deferrable initially deferred for each row execute function refuse()""");
        String token = tokenOfItsSegment("thing/one");
        shelf.set("one", "2");
        await().atMost(LONG).until(() -> shelf.status().state().equals("failed"));

        assertThat(shelf.things.row("one")).isEqualTo("1");
        assertThat(tokenOfItsSegment("thing/one")).isEqualTo(token);
        assertThat(shelf.status().error()).contains("refused");

        shelf.tables().jdbc().execute("drop trigger refused on thing");
        await().atMost(LONG).until(() -> "1 2".equals(shelf.things.row("one")));
    }

    @Test
    void whatIsKeptInMemoryIsNeverOlderThanTheView() {
        shelf.start();
        for (int i = 1; i <= 15; i++) {
            shelf.set("one", String.valueOf(i));
            shelf.awaitCaughtUp();
            assertThat(kept("one")).isEqualTo(shelf.things.row("one")).endsWith(String.valueOf(i));
        }
        String last = kept("one");
        shelf.tables().jdbc().execute("update thing set content = 'changed by hand'");

        assertThat(kept("one")).as("not read again").isEqualTo(last);
    }

    @Test
    void whatRestsOnAnotherRowLeavesMemoryWhenThatHasChanged() {
        shelf.start();
        shelf.set("one", "1");
        shelf.set("two", "1");
        shelf.awaitCaughtUp();
        kept("one");
        shelf.tables().jdbc().execute("update thing set content = 'other' where subject = 'thing/one'");
        assertThat(kept("one")).isEqualTo("1");
        shelf.things.resting(() -> List.of("thing/one"));

        shelf.set("two", "2");
        shelf.awaitCaughtUp();

        assertThat(kept("one")).isEqualTo("other");
    }

    @Test
    void nothingStaysInMemoryWhenARowIsMadeAnew() {
        shelf.start();
        shelf.set("one", "1");
        shelf.set("two", "1");
        shelf.awaitCaughtUp();
        await().atMost(LONG).until(shelf.processors.live("shelf").cache()::mayHaveEntries);
        kept("one");
        shelf.tables().jdbc().execute("update thing set content = 'other' where subject = 'thing/one'");
        shelf.tables().jdbc().execute("update thing set content = 'wrong' where subject = 'thing/two'");
        assertThat(kept("one")).isEqualTo("1");

        assertThat(shelf.verifications.mend("shelf", "thing/two").mended()).containsExactly("thing/two");

        assertThat(kept("one")).isEqualTo("other");
    }

    @Test
    void nothingStaysInMemoryWhenItIsNotKnownWhatRestsOnAChange() {
        shelf.start();
        shelf.set("one", "1");
        shelf.set("two", "1");
        shelf.awaitCaughtUp();
        kept("one");
        shelf.tables().jdbc().execute("update thing set content = 'other' where subject = 'thing/one'");
        shelf.things.resting(() -> {
            throw new IllegalStateException("cannot tell");
        });

        shelf.set("two", "2");
        shelf.awaitCaughtUp();

        assertThat(kept("one")).isEqualTo("other");
        assertThat(shelf.things.row("two")).isEqualTo("1 2");
    }

    @Test
    void nothingOfAViewIsKeptOverItsReplay() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        shelf.tables().jdbc().execute("insert into thing (subject, content) values ('thing/that-never-was', 'x')");
        assertThat(kept("that-never-was")).isEqualTo("x");

        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();

        assertThat(kept("that-never-was")).isNull();
    }

    @Test
    void nothingIsKeptInMemoryUntilAReplayedViewHasAllThatItHad() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        AtomicInteger asked = new AtomicInteger();
        shelf.things.resting(() -> {
            asked.incrementAndGet();
            return List.of();
        });
        CountDownLatch held = shelf.things.holdUp();

        shelf.views.replay("shelf");
        shelf.tables().jdbc().execute("insert into thing (subject, content) values ('thing/by-hand', 'x')");
        assertThat(kept("by-hand")).isEqualTo("x");
        shelf.tables().jdbc().execute("update thing set content = 'y' where subject = 'thing/by-hand'");
        assertThat(kept("by-hand")).as("read again").isEqualTo("y");
        held.countDown();
        await().atMost(LONG).until(shelf.processors.live("shelf").cache()::mayHaveEntries);

        assertThat(asked).as("asked what rests on rows that nobody holds").hasValue(0);
        assertThat(kept("by-hand")).isEqualTo("y");
        shelf.tables().jdbc().execute("update thing set content = 'z' where subject = 'thing/by-hand'");
        assertThat(kept("by-hand")).as("not read again").isEqualTo("y");
    }

    /** Read as a request reads it. */
    private @Nullable String kept(String thing) {
        Representation read = shelf.views.representation("shelf", "thing/" + thing, () -> {
            String row = shelf.things.row(thing);
            return row == null ? null : new Representation(VersionVector.none(), row.getBytes(UTF_8));
        });
        return read == null ? null : new String(requireNonNull(read.content()), UTF_8);
    }

    /** As a request is: not by one of the few threads that a view stops with. */
    private static CompletableFuture<Boolean> reading(Supplier<Boolean> read) {
        return CompletableFuture.supplyAsync(read, Thread::startVirtualThread);
    }

    @Test
    void aReaderOfARowIsWokenWhenItIsWrittenAndNotByAnother() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Boolean> reader = reading(() -> shelf.views.awaitRow(
                "thing/one",
                () -> {
                    looks.incrementAndGet();
                    return "1 2".equals(shelf.things.row("one"));
                },
                Deadline.in(Duration.ofMinutes(5))));
        await().until(() -> shelf.views.waiting() == 1);
        for (int i = 0; i < 10; i++) {
            shelf.set("two", "" + i);
            shelf.awaitCaughtUp();
        }
        assertThat(looks).hasValue(1);

        shelf.set("one", "2");

        assertThat(reader.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
        assertThat(shelf.views.waiting()).isZero();
    }

    @Test
    void aReaderOfAPositionIsWokenWhenTheViewHasComeToItAndAlsoByAReplay() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        long next = shelf.region().end().position() + 1;
        CompletableFuture<Boolean> reader =
                reading(() -> shelf.views.awaitPosition("shelf", next, Deadline.in(Duration.ofMinutes(5))));
        await().until(() -> shelf.views.waiting() == 1);

        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();
        assertThat(reader).isNotDone();
        shelf.set("one", "2");

        assertThat(reader.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    void aReaderDoesNotWaitLongerThanItsPatience() {
        shelf.start();

        assertThat(shelf.views.awaitPosition("shelf", 1_000, Deadline.in(Duration.ofMillis(30))))
                .isFalse();
        assertThat(shelf.views.awaitRow("thing/one", () -> false, Deadline.in(Duration.ofMillis(30))))
                .isFalse();
        assertThat(shelf.views.awaitRow("thing/one", () -> true, Deadline.in(Duration.ZERO)))
                .isTrue();
        assertThat(shelf.views.waiting()).isZero();
    }

    @Test
    void thePositionIsThatOfTheSlowestSegmentAndStaysWhileNothingRuns() {
        shelf.set("one", "1");
        assertThat(shelf.views.position("shelf")).isZero();

        shelf.start();
        shelf.awaitCaughtUp();
        assertThat(shelf.views.position("shelf")).isEqualTo(1);
        assertThat(shelf.views.reached("shelf")).isEqualTo(1);

        shelf.views.stop();
        assertThat(shelf.views.position("shelf")).isEqualTo(1);
        assertThat(shelf.views.reached("shelf")).isEqualTo(1);
    }

    @Test
    void aViewGoesOnWhereItStopped() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        int stores = shelf.things.stores();
        shelf.views.stop();
        shelf.set("two", "1");

        shelf.start();
        shelf.awaitCaughtUp();

        assertThat(shelf.things.rows()).hasSize(2);
        assertThat(shelf.things.stores()).isEqualTo(stores + 1);
    }

    @Test
    void readyOnceTheLogOfTheStartIsInTheViewAndFromThenOn() {
        shelf.set("one", "1");
        ViewReadiness readiness = shelf.readiness();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        shelf.start();
        await().atMost(LONG).until(() -> readiness.health().getStatus().equals(Status.UP));
        assertThat(shelf.things.row("one")).isEqualTo("1");

        shelf.views.stop();
        shelf.set("one", "2");
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.health().getDetails()).containsKey("shelf");
    }

    @Test
    void theStatusTellsHowFarItIs() {
        assertThat(shelf.status()).isEqualTo(new ViewStatus("shelf", "live", 0, 0, 1.0, 0, 0L, null));
        shelf.set("one", "1", "2");
        assertThat(shelf.status()).isEqualTo(new ViewStatus("shelf", "live", 0, 2, 0.0, 0, null, null));

        shelf.start();
        shelf.awaitCaughtUp();

        assertThat(shelf.status().position()).isEqualTo(2);
        assertThat(shelf.status().progress()).isEqualTo(1.0);
        assertThat(shelf.status().etaSeconds()).isZero();
    }

    @Test
    void aViewThatIsBeingReplayedSaysSo() {
        shelf.start();
        shelf.set("one", "1");
        shelf.awaitCaughtUp();
        shelf.things.cannotFold("nothing");
        CompletableFuture<String> whileReplaying = new CompletableFuture<>();
        shelf.things.afterStoring(() -> whileReplaying.complete(shelf.status().state()));

        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();

        assertThat(whileReplaying.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("replaying");
        await().atMost(LONG).until(() -> shelf.status().state().equals("live"));
    }

    @Test
    void aReplayTellsHowFastItIsAndHowLongItWillTake() {
        int events = 2_500;
        shelf.start();
        shelf.set("one", IntStream.range(0, events).mapToObj(String::valueOf).toArray(String[]::new));
        shelf.awaitCaughtUp();
        CompletableFuture<CountDownLatch> second = new CompletableFuture<>();
        shelf.things.afterStoring(() -> second.complete(shelf.things.holdUp()));

        shelf.views.replay("shelf");
        await().atMost(LONG).until(() -> shelf.status().position() > 0);

        ViewStatus status = shelf.status();
        assertThat(status.state()).isEqualTo("replaying");
        assertThat(status.position()).isBetween(1L, events - 1L);
        assertThat(status.progress()).isEqualTo((double) status.position() / events);
        assertThat(status.eventsPerSecond()).isPositive();
        assertThat(status.etaSeconds()).isNotNull().isNotNegative();
        second.join().countDown();
        shelf.awaitCaughtUp();
        assertThat(shelf.status().etaSeconds()).isZero();
    }

    @Test
    void anUnknownViewIsAFault() {
        assertThatThrownBy(() -> shelf.views.position("library")).isInstanceOf(IllegalArgumentException.class);
        assertThat(shelf.views.knows("library")).isFalse();
        assertThat(shelf.views.knows("shelf")).isTrue();
    }

    /** Jackson 3 reads the part of a replay token that has no declared type only from classes it trusts. */
    @Test
    void theTokenOfAReplayIsReadBackAsItWasStored() {
        TrackingToken replay = ReplayToken.createReplayToken(
                new GlobalSequenceTrackingToken(17), new GlobalSequenceTrackingToken(3), "why");
        assertThat(replay).isInstanceOf(ReplayToken.class);
        var serializer = ViewConfiguration.tokenSerializer();

        SerializedObject<byte[]> stored = serializer.serialize(replay, byte[].class);

        assertThat((Object) serializer.deserialize(stored)).isEqualTo(replay);
    }

    @Test
    void theTokenStoreKeepsTheTokenOfAReplay() {
        var tokens = ViewConfiguration.tokenStore(
                shelf.tables(), "node", new Forms(List.of(shelf.things), shelf.tables()), Duration.ZERO);
        tokens.initializeTokenSegments("another", 1);
        TrackingToken replay = ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(17), null);

        tokens.fetchToken("another", 0);
        tokens.storeToken(replay, "another", 0);

        assertThat(tokens.fetchToken("another", 0)).isEqualTo(replay);
    }

    private @Nullable String tokenOfItsSegment(String subject) {
        Segment its = Stream.of(0, 1)
                .map(id -> Segment.computeSegment(id, 0, 1))
                .filter(segment -> segment.matches(subject))
                .findFirst()
                .orElseThrow();
        return shelf.region()
                .sql()
                .sql("select convert_from(token, 'UTF8') from processor_token where segment = :segment")
                .param("segment", its.getSegmentId())
                .query((row, _) -> row.getString(1))
                .single();
    }
}
