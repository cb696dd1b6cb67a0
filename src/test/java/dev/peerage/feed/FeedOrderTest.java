package dev.peerage.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.EventTypes;
import dev.peerage.eventstore.TestRegion;
import dev.peerage.eventstore.WriteGate;
import dev.peerage.feed.WrittenElsewhere.Arrival;
import dev.peerage.feed.WrittenElsewhere.Told;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.Region;
import dev.peerage.user.UserEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order events of several regions are told, and that none is left out, in two logs in which they arrive differently. */
class FeedOrderTest {

    private static final Region US = Region.of("us");
    private static final Region AP = Region.of("ap");

    private static final TestRegion HERE = TestRegion.create(EventTypes.permittedBy(UserEvent.class));
    private static final TestRegion THERE = TestRegion.create(EventTypes.permittedBy(UserEvent.class));

    private final Feed here = feed(HERE);
    private final Feed there = feed(THERE);

    @AfterAll
    static void close() {
        HERE.close();
        THERE.close();
    }

    @BeforeEach
    void empty() {
        empty(HERE);
        empty(THERE);
    }

    private static void empty(TestRegion region) {
        region.sql().sql("truncate event, mark").update();
        region.forgetMarks();
    }

    private static Feed feed(TestRegion region) {
        List<PublicEvents<?>> modules = List.of(new NamesAlone());
        CloudEvents events = new CloudEvents(region.originLog(), new PublicEventTypes(modules), modules);
        return new Feed(region.originLog(), events, new WriteGate());
    }

    private static List<String> ids(Feed.Page page) {
        return page.events().stream().map(event -> Told.of(event).id()).toList();
    }

    private static Feed.Page read(Feed feed, OriginPositions after) {
        return feed.read(after, feed.end(), 100);
    }

    @Test
    void anEventComesBehindThoseOfOtherRegionsThatItsWriterHadSeen() {
        Arrival first = Arrival.event(US, 7, "a", 1, "", 2_000);
        Arrival onTop = Arrival.event(AP, 3, "a", 1, "us~1", 1_000);
        onTop.in(HERE);
        Arrival.mark(AP, 3).in(HERE);
        assertThat(ids(read(here, OriginPositions.none()))).isEmpty();

        first.in(HERE);
        assertThat(ids(read(here, OriginPositions.none())))
                .as("nothing tells yet that nothing of us is missing before it")
                .isEmpty();

        Arrival.mark(US, 9).in(HERE);
        assertThat(ids(read(here, OriginPositions.none()))).containsExactly("user/a@us~1", "user/a@ap~1");
    }

    @Test
    void whatIsHeldBackHoldsItsRegionBackAndNoOther() {
        Arrival.event(AP, 3, "a", 1, "us~1", 1_000).in(HERE);
        Arrival.event(AP, 4, "b", 1, "", 1_001).in(HERE);
        Arrival.mark(AP, 4).in(HERE);
        Arrival.event(US, 5, "c", 1, "", 5_000).in(HERE);
        Arrival.mark(US, 5).in(HERE);

        Feed.Page page = read(here, OriginPositions.none());

        assertThat(ids(page)).containsExactly("user/c@us~1");
        assertThat(page.waiting()).isEqualTo(Map.of(AP, 3L));
        assertThat(page.reaches(Map.of(AP, 2L, US, 5L))).isTrue();
        assertThat(page.reaches(Map.of(AP, 3L))).isFalse();
        assertThat(page.reaches(Map.of(US, 6L))).isFalse();
    }

    @Test
    void amongThoseThatMayComeTheEarliestDoes() {
        Arrival.event(AP, 3, "a", 1, "", 1_002).in(HERE);
        Arrival.event(US, 1, "b", 1, "", 1_001).in(HERE);
        Arrival.event(US, 2, "c", 1, "", 1_003).in(HERE);
        Arrival.mark(AP, 3).in(HERE);
        Arrival.mark(US, 2).in(HERE);

        assertThat(ids(read(here, OriginPositions.none())))
                .containsExactly("user/b@us~1", "user/a@ap~1", "user/c@us~1");
    }

    @Test
    void whatWasDeliveredElsewhereIsNotDeliveredAgainAndWhatWasNotIs() {
        Arrival ap = Arrival.event(AP, 3, "a", 1, "", 1_000);
        Arrival us = Arrival.event(US, 1, "b", 1, "", 1_001);
        ap.in(HERE);
        Arrival.mark(AP, 3).in(HERE);
        OriginPositions place = read(here, OriginPositions.none()).reached();
        us.in(THERE);
        Arrival.mark(US, 1).in(THERE);
        OriginPositions both = read(there, place).reached();

        assertThat(both).isEqualTo(OriginPositions.of(Map.of(AP, 3L, US, 1L)));
        ap.in(THERE);
        Arrival.mark(AP, 4).in(THERE);
        assertThat(ids(read(there, both))).isEmpty();
    }

    /** What a newer release has written. */
    @Test
    void anEventThatCannotBeReadStopsItsRegionAndIsNotSkipped() {
        Arrival.event(AP, 3, "a", 1, "", 1_000).in(HERE);
        Arrival.event(AP, 4, "b", 1, "", 1_001).in(HERE);
        Arrival.event(US, 1, "c", 1, "", 1_002).in(HERE);
        Arrival.mark(AP, 4).in(HERE);
        Arrival.mark(US, 1).in(HERE);
        HERE.sql().sql("update event set revision = 2 where subject = 'user/a'").update();

        Feed.Page page = read(here, OriginPositions.none());

        assertThat(ids(page)).containsExactly("user/c@us~1");
        assertThat(page.waiting()).isEqualTo(Map.of(AP, 3L));
    }

    /** Positions drawn and committed in different orders, clocks that say anything, and a reader that changes its region. */
    @Test
    void allIsToldOnceAndCausallyWhereverItIsReadAndWhateverArrivesFirst() {
        long first = Long.getLong("peerage.seed", 1);
        long last = Long.getLong("peerage.seed", 40);
        for (long seed = first; seed <= last; seed++) {
            empty();
            checkHistory(seed);
        }
    }

    private void checkHistory(long seed) {
        Random random = new Random(seed);
        WrittenElsewhere written = WrittenElsewhere.atRandom(random, 60);
        Iterator<Arrival> arrivingHere = written.arrivingAtRandom(random);
        Iterator<Arrival> arrivingThere = written.arrivingAtRandom(random);
        List<Told> told = new ArrayList<>();
        OriginPositions place = OriginPositions.none();
        int idle = 0;
        while (idle < 20) {
            arrive(arrivingHere, HERE, random);
            arrive(arrivingThere, THERE, random);
            Feed feed = random.nextBoolean() ? here : there;
            Feed.Page page = feed.read(place, feed.end(), 1 + random.nextInt(9));
            page.events().forEach(event -> told.add(Told.of(event)));
            if (!page.events().isEmpty()) {
                assertThat(page.events().getLast().position()).isEqualTo(page.reached());
            }
            place = OriginPositions.decode(page.reached().encode());
            idle = page.events().isEmpty() && !arrivingHere.hasNext() && !arrivingThere.hasNext() ? idle + 1 : 0;
        }
        assertThat(told.stream().map(Told::id)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(written.ids());
        Set<String> before = new HashSet<>();
        for (Told event : told) {
            assertThat(before).as("seed %d, before %s", seed, event.id()).containsAll(written.seenBy(event.id()));
            before.add(event.id());
        }
    }

    private static void arrive(Iterator<Arrival> arriving, TestRegion region, Random random) {
        for (int i = random.nextInt(8); i > 0 && arriving.hasNext(); i--) {
            arriving.next().in(region);
        }
    }
}
