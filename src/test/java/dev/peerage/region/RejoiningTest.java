package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A region that was away for longer than its peers keep their write-ahead log for it. */
class RejoiningTest {

    private static final TestDatabase.Server SERVER = TestDatabase.Server.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void comesBackByItselfWithoutLossOrDuplicate() {
        Ledger ledger = new Ledger();
        try (Regions regions = new Regions(SERVER)) {
            RegionAlone[] two = regions.meshed("eu", "us");
            RegionAlone eu = two[0];
            RegionAlone us = two[1];
            KeptLog kept = new KeptLog(eu.sql(), eu.region, new SimpleMeterRegistry());
            eu.administration()
                    .sql("alter system set max_slot_wal_keep_size = '32MB'")
                    .update();
            eu.administration()
                    .sql("select pg_reload_conf()")
                    .query(Boolean.class)
                    .single();
            us.quieten();
            try (Appenders _ = Appenders.at(ledger, eu, us)) {
                await().pollInterval(Duration.ofMillis(50))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> {
                            eu.sql()
                                    .sql("select pg_switch_wal()::text")
                                    .query(String.class)
                                    .single();
                            eu.sql().sql("checkpoint").update();
                            return isLost(eu, "peerage_eu_to_us");
                        });
                assertThat(kept.runningOut()).contains("peerage_eu_to_us");
                us.start(eu);
                us.isStreaming();
                eu.isStreaming();
            }
            ledger.isHeldBy(eu, us);
            assertThat(isLost(eu, "peerage_eu_to_us")).isFalse();
        }
    }

    private static boolean isLost(RegionAlone region, String slot) {
        return region.sql()
                .sql("select wal_status = 'lost' from pg_replication_slots where slot_name = ?")
                .param(slot)
                .query(Boolean.class)
                .single();
    }
}
