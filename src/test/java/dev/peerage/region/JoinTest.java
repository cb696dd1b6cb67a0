package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A region that comes to others, which go on writing meanwhile. */
class JoinTest {

    private final Ledger ledger = new Ledger();

    @Test
    void fourthRegionGetsEverythingWhileTheOthersGoOn() {
        try (Regions regions = new Regions()) {
            RegionAlone[] three = regions.meshed("eu", "us", "ap");
            RegionAlone sa = regions.add("sa").start();
            try (Appenders _ = Appenders.at(ledger, three[0], three[1], three[2], sa)) {
                await().until(() -> ledger.size() > 500);
                for (RegionAlone other : three) {
                    sa.mesh().put(other.region, other.address());
                    other.mesh().put(sa.region, sa.address());
                }
                sa.isStreaming();
                for (RegionAlone other : three) {
                    other.isStreaming();
                }
            }
            ledger.isHeldBy(three);
            ledger.isHeldBy(sa);
        }
    }

    @Test
    void copyThatIsInterruptedGoesOn() {
        try (Regions regions = new Regions()) {
            RegionAlone eu = regions.add("eu");
            RegionAlone us = regions.add("us");
            ledger.append(eu, 500);
            // so many blocks, that there is something to interrupt
            for (int block = 0; block < 40; block++) {
                eu.sql()
                        .sql("select setval('event_position', nextval('event_position') + 5000)")
                        .query(Long.class)
                        .single();
                ledger.append(eu, 5);
            }
            try (Appenders _ = Appenders.at(ledger, eu)) {
                us.start(eu);
                await().pollInterval(Duration.ofMillis(1)).until(() -> us.count(eu.region) > 0);
                us.stop();
                long copied = us.count(eu.region);
                assertThat(copied).isLessThan(ledger.size());
                us.start(eu);
                await().until(() -> us.count(eu.region) > copied);
            }
            ledger.isHeldBy(us);
        }
    }
}
