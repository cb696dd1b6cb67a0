package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.database.StartRefused;
import dev.peerage.eventstore.LogOfRegion;
import dev.peerage.eventstore.OwnPositions;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A region whose database comes from a backup that is older than what its peers hold. */
@Tag("faults")
class RestorationTest extends ThreeRegions {

    @BeforeEach
    void write() {
        ledger.append(eu, 60);
        ledger.append(us, 30);
        ledger.isHeldBy(eu, us, ap);
    }

    /** A backup with its links in it, as one of a running database is. */
    private String backup() {
        eu.quieten();
        us.quieten();
        ap.quieten();
        String backup = eu.backup();
        eu.start(us, ap);
        us.start(eu, ap);
        ap.start(eu, us);
        return backup;
    }

    private void restored(String backup) {
        eu.stop();
        eu.restore(backup);
        us.mesh().put(eu.region, eu.address());
        ap.mesh().put(eu.region, eu.address());
    }

    private static long lastPosition(RegionAlone held, Region origin) {
        return held.sql()
                .sql("select max(origin_position) from event where origin = ?")
                .param(origin.name())
                .query(Long.class)
                .single();
    }

    @Test
    void takesItsNewerEventsBackBeforeItWrites() {
        String backup = backup();
        // drawn and not used, as by appends that were undone
        eu.sql()
                .sql("select setval('event_position', nextval('event_position') + 1000)")
                .query(Long.class)
                .single();
        ledger.append(eu, 40);
        ledger.append(us, 20);
        ledger.isHeldBy(eu, us, ap);
        long written = eu.count(eu.region);
        long last = lastPosition(us, eu.region);
        long clock = us.sql()
                .sql("select max(hlc) from event where origin = 'eu'")
                .query(Long.class)
                .single();
        try (Appenders _ = Appenders.at(ledger, us, ap)) {
            restored(backup);
            assertThat(eu.count(eu.region)).isLessThan(written);

            eu.prepare(null, us, ap);

            assertThat(eu.count(eu.region)).isEqualTo(written);
            ownPositionsAreFound();
            assertThat(eu.log().latestTime().value()).isGreaterThanOrEqualTo(clock);
            ledger.append(eu, 20);
            assertThat(eu.sql()
                            .sql("select count(*) from event where origin = 'eu' and origin_position > ?")
                            .param(last)
                            .query(Long.class)
                            .single())
                    .isEqualTo(20);
            eu.start(us, ap);
            eu.isStreaming();
        }
        ledger.append(eu, 20);
        ledger.isHeldBy(eu, us, ap);
        ownPositionsAreFound();
    }

    /** Whoever waits for a position has all that was written up to it, and is told of no more than there is. */
    private void ownPositionsAreFound() {
        record Place(long own, long here) {}
        OwnPositions positions = LogOfRegion.ownPositions(eu.pooled());
        List<Place> places = eu.sql()
                .sql("select origin_position, position from event where origin = 'eu'")
                .query((row, _) -> new Place(row.getLong(1), row.getLong(2)))
                .list();
        assertThat(places).allSatisfy(place -> {
            assertThat(positions.here(place.own())).isGreaterThanOrEqualTo(place.here());
            assertThat(positions.complete(place.here() - 1)).isLessThan(place.own());
        });
        long head = head(eu);
        assertThat(positions.here(head)).isEqualTo(head);
        assertThat(positions.complete(head)).isEqualTo(head);
    }

    @Test
    void fromTwoPeersOfWhichNoneHoldsAll() {
        String backup = backup();
        us.linkFrom(eu).pause();
        ledger.append(eu, 20);
        ledger.isHeldBy(ap);
        restored(backup);

        eu.start(us, ap);
        ledger.append(eu, 20);
        us.linkFrom(eu).resume();

        ledger.isHeldBy(eu, us, ap);
    }

    @Test
    void doesNotStartWhenAPeerCannotBeAskedUnlessItIsToldTo() {
        String backup = backup();
        restored(backup);
        ap.stop();
        ap.isOutOfReach();

        assertThatThrownBy(() -> eu.prepare(null, us, ap)).isInstanceOfSatisfying(StartRefused.class, refused -> {
            assertThat(refused.problem()).contains("ap cannot be asked");
            assertThat(refused.action()).contains("when ap can be reached", "retire it", "peerage.restored=false");
        });
        // it was not only asked for once
        assertThatThrownBy(() -> eu.prepare(null, us, ap)).isInstanceOf(StartRefused.class);
        eu.prepare(false, us, ap);
        assertThatThrownBy(() -> eu.prepare(true, us, ap)).isInstanceOf(StartRefused.class);
        eu.start(us, ap);

        ap.isInReachAgain();
        ap.start(eu, us);
        ledger.append(eu, 10);
        ledger.isHeldBy(eu, us, ap);
    }

    @Test
    void startThatWasInterruptedWhileTakingBackAsksAllPeersAgain() {
        eu.stop();
        eu.sql().sql("update this_region set place = ''").update();
        ap.stop();
        ap.isOutOfReach();
        assertThatThrownBy(() -> eu.prepare(null, us, ap)).isInstanceOf(StartRefused.class);
        ap.isInReachAgain();
    }

    @Test
    void filesPutBackInPlaceAreNoticedByWhatPeersHold() {
        long backup = head(eu);
        ledger.append(eu, 20);
        ledger.append(us, 20);
        ledger.isHeldBy(eu, us, ap);
        eu.stop();
        putBack(backup);

        eu.start(us, ap);
        ledger.append(eu, 20);

        ledger.isHeldBy(eu, us, ap);
    }

    @Test
    void remoteEventsThatItsSlotsKeepNoMoreComeByCopy() {
        long backup = head(eu);
        ledger.append(us, 20);
        ledger.isHeldBy(eu, us, ap);
        eu.stop();
        putBack(backup);
        ledger.append(us, 10);

        eu.start(us, ap);

        ledger.isHeldBy(eu, us, ap);
    }

    @Test
    void regionThatStartedWithoutItsPeersTakesItsEventsBackWhenTheyAreThere() {
        long backup = head(eu);
        ledger.append(eu, 20);
        ledger.isHeldBy(us, ap);
        HybridTime latest = eu.log().latestTime();
        eu.quieten();
        us.stop();
        us.isOutOfReach();
        putBack(backup);
        eu.sql().sql("""
                        insert into mark (origin, position, events)
                        select 'eu', max(origin_position), count(*) from event where origin = 'eu'
                        """).update();
        eu.start(us);
        us.isInReachAgain();

        ledger.isHeldBy(eu);
        await().until(() -> eu.writesSuspended().isEmpty());
        assertThat(eu.clock.latest()).as("goes on from what was taken back").isGreaterThanOrEqualTo(latest);
        ownPositionsAreFound();
        assertThat(eu.sql()
                        .sql("select count(*) from mark where origin = 'eu'")
                        .query(Long.class)
                        .single())
                .isZero();
        eu.stop();
        eu.start(us, ap);
        us.start(eu, ap);
        ledger.append(eu, 20);
        ledger.isHeldBy(eu, us, ap);
    }

    @Test
    void regionThatHasGivenANameASecondTimeWritesNoMore() {
        long backup = head(eu);
        eu.log().append("note/written-twice", "first");
        await().until(() -> us.count(eu.region) == eu.count(eu.region));
        eu.quieten();
        us.stop();
        us.isOutOfReach();
        putBack(backup);
        eu.start(us);
        eu.log().append("note/written-twice", "second");
        us.isInReachAgain();

        eu.isRefused(us, "Two different events are named note/written-twice@eu~1");
        assertThat(eu.writesSuspended()).isPresent();
    }

    private static long head(RegionAlone region) {
        return region.sql()
                .sql("select max(position) from event")
                .query(Long.class)
                .single();
    }

    private void putBack(long head) {
        eu.sql().sql("delete from event where position > ?").param(head).update();
        eu.sql()
                .sql("select setval('event_position', ?)")
                .param(head)
                .query(Long.class)
                .single();
    }
}
