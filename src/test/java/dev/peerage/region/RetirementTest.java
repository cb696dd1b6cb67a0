package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.OriginPosition;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A region that leaves the others, and what becomes of its events. */
class RetirementTest extends ThreeRegions {

    private static void retire(RegionAlone leaving, RegionAlone at) {
        at.mesh().retire(at.linkFrom(leaving));
    }

    private static long publications(RegionAlone region) {
        return region.sql()
                .sql("select count(*) from pg_publication")
                .query(Long.class)
                .single();
    }

    @Test
    void othersCompleteItsEventsFromEachOther() {
        ledger.append(ap, 50);
        ledger.isHeldBy(eu, us, ap);
        eu.linkFrom(ap).pause();
        ledger.append(ap, 30);
        ledger.isHeldBy(us);

        retire(ap, eu);
        retire(ap, us);

        ledger.isHeldBy(eu, us);
        assertThat(ap.slots()).isEmpty();
        assertThat(publications(ap)).isZero();
        assertThat(eu.slots()).containsExactly("peerage_eu_to_us");
        assertThat(us.slots()).containsExactly("peerage_us_to_eu");
    }

    @Test
    void whatReachesOnePeerAfterAnotherHasRetiredItReachesBoth() {
        ledger.append(ap, 10);
        ledger.isHeldBy(eu, us);
        retire(ap, eu);
        ledger.append(ap, 10);
        ledger.isHeldBy(us);
        ledger.append(us, 10);

        ledger.isHeldBy(eu, us);
    }

    /** No region has a mark of it: nothing writes them here. */
    @Test
    void whatARetiredRegionHasWrittenCountsAsCompleteOnceWhatOthersHadOfItIsHere() {
        ledger.append(ap, 50);
        ledger.isHeldBy(eu, us, ap);
        eu.linkFrom(ap).pause();
        ledger.append(ap, 30);
        ledger.isHeldBy(us);
        ap.stop();
        ap.isOutOfReach();
        long last = lastPosition(us);
        assertThat(end(eu, last)).isEmpty();

        retire(ap, eu);
        retire(ap, us);
        ap.isInReachAgain();

        await().until(() -> end(eu, last).isPresent());
        assertThat(eu.count(ap.region)).isEqualTo(80);
        await().untilAsserted(() -> assertThat(end(eu, last + 1_000)).hasValue(end(eu)));
        await().untilAsserted(() -> assertThat(end(us, last + 1_000)).hasValue(end(us)));
    }

    @Test
    void whatARetiredRegionHasWrittenIsCompleteAfterARestartToo() {
        ledger.append(ap, 10);
        ledger.isHeldBy(eu, us);
        ap.quieten();
        eu.stop();
        eu.sql().sql("update peer set retired = true where region = 'ap'").update();

        us.stop();
        us.isOutOfReach();
        eu.start(us, ap);
        long last = lastPosition(eu);
        assertThat(end(eu, last)).as("before it is known what others have").isEmpty();
        us.isInReachAgain();
        await().untilAsserted(() -> assertThat(end(eu, last)).hasValue(end(eu)));

        eu.stop();
        us.isOutOfReach();
        eu.start(us, ap);

        assertThat(end(eu, last)).hasValue(end(eu));
        us.isInReachAgain();
    }

    private long lastPosition(RegionAlone region) {
        return region.sql()
                .sql("select max(origin_position) from event where origin = ?")
                .param(ap.region.name())
                .query(Long.class)
                .single();
    }

    private OptionalLong end(RegionAlone region, long position) {
        return region.marks().end(new OriginPosition(ap.region, position));
    }

    private static long end(RegionAlone region) {
        return region.sql()
                .sql("select max(position) from event")
                .query(Long.class)
                .single();
    }

    @Test
    void retiredRegionThatIsStillAliveIsToldSoAndStaysAway() {
        retire(ap, eu);
        retire(ap, us);

        ap.isRefused(eu, "eu has retired this region");
        ap.isRefused(us, "us has retired this region");
        ap.stop();
        ap.start(eu, us);
        ap.isRefused(eu, "eu has retired this region");
        eu.stop();
        eu.start(us, ap);
        eu.isStreaming();
        assertThat(eu.mesh().links()).extracting(Link::peer).containsExactly(us.region);
        assertThat(eu.slots()).containsExactly("peerage_eu_to_us");
        ledger.append(eu, 5);
        ledger.isHeldBy(eu, us);
        assertThat(ap.count(eu.region)).isZero();
    }

    @Test
    void regionOutOfReachIsRetiredAllTheSame() {
        ap.stop();
        ap.isOutOfReach();
        retire(ap, eu);
        retire(ap, us);
        assertThat(eu.slots()).containsExactly("peerage_eu_to_us");
        ap.isInReachAgain();
        ap.start(eu, us);
        ap.isRefused(eu, "eu has retired this region");
        ap.isRefused(us, "us has retired this region");
    }

    @Test
    void processThatEndedInTheMiddleOfRetiringFinishesAtItsNextStart() {
        ap.quieten();
        eu.stop();
        eu.sql().sql("update peer set retired = true where region = 'ap'").update();
        assertThat(eu.slots()).contains("peerage_eu_to_ap");

        eu.start(us, ap);

        assertThat(eu.slots()).containsExactly("peerage_eu_to_us");
    }

    @Test
    void regionThatIsAddedAgainGetsAndBringsWhatWasMissed() {
        ledger.append(ap, 10);
        ledger.isHeldBy(eu, us);
        retire(ap, eu);
        retire(ap, us);
        ap.isRefused(eu, "eu has retired this region");
        ledger.append(ap, 10);
        ledger.append(eu, 10);

        await().until(() -> end(eu, 1_000).isPresent());
        eu.mesh().put(ap.region, ap.address());
        assertThat(end(eu, 1)).as("what was missed is to come").isEmpty();
        us.mesh().put(ap.region, ap.address());

        ledger.isHeldBy(eu, us, ap);
        ap.isStreaming();
        await().untilAsserted(() -> assertThat(eu.slots()).contains("peerage_eu_to_ap"));
        ledger.append(ap, 10);
        ledger.append(eu, 10);
        ledger.isHeldBy(eu, us, ap);
    }
}
