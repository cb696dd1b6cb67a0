package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.LogOfRegion;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.Region;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was acknowledged, whatever becomes of the databases; each log is held against it. */
final class Ledger {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Which event. */
    private record Name(String subject, Dot dot) {}

    private final Map<Name, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong texts = new AtomicLong();

    /** Appends an event that there is only one of. */
    Dot append(LogOfRegion log, String subject) {
        String text = "text " + texts.incrementAndGet();
        Dot dot = log.append(subject, text);
        String other = acknowledged.put(new Name(subject, dot), text);
        assertThat(other).as("what was named %s of %s before", dot, subject).isNull();
        return dot;
    }

    void append(RegionAlone region, int events) {
        LogOfRegion log = region.log();
        for (int i = 0; i < events; i++) {
            append(log, "note/" + i % 7);
        }
    }

    int size() {
        return acknowledged.size();
    }

    /** Waits until each region has as many events as were acknowledged, and looks at every one of them. */
    void isHeldBy(RegionAlone... regions) {
        isHeldInSomeOrderBy(regions);
        for (RegionAlone region : regions) {
            assertThat(gaps(region))
                    .as("arrivals in %s out of their streams' order", region.region)
                    .isEmpty();
        }
    }

    /** The same, without a look at the order of arrival. */
    void isHeldInSomeOrderBy(RegionAlone... regions) {
        for (RegionAlone region : regions) {
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(region.sql()
                                    .sql("select count(*) from event")
                                    .query(Long.class)
                                    .single())
                            .as("events in %s: %s", region.region, region.mesh().lastStatus())
                            .isGreaterThanOrEqualTo(size()));
            assertThat(events(region)).as("events in %s", region.region).isEqualTo(acknowledged);
        }
    }

    private static Map<Name, String> events(RegionAlone region) {
        Map<Name, String> events = new HashMap<>();
        region.sql()
                .sql("select subject, origin, sequence, payload ->> 'text' from event")
                .query(row -> {
                    Dot dot = new Dot(Region.of(row.getString(2)), row.getLong(3));
                    events.put(new Name(row.getString(1), dot), row.getString(4));
                });
        return events;
    }

    /** Events that did not come right after the one before them in their stream, in the order of arrival. */
    private static List<String> gaps(RegionAlone region) {
        return region.sql().sql("""
                        select subject || '@' || origin || '~' || sequence from (
                            select *, row_number() over (partition by subject, origin order by position) as number from event)
                        where sequence <> number
                        """).query((row, _) -> row.getString(1)).list();
    }
}
