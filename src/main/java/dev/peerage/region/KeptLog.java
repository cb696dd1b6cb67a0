package dev.peerage.region;

import dev.peerage.kernel.Region;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The write-ahead log that PostgreSQL keeps for peers that have not taken it yet. It grows while one is away, up to
 * {@code max_slot_wal_keep_size}; past that the slot is given up, and the peer gets what it has missed by copy when it
 * comes back. Tells before that happens.
 */
class KeptLog {

    private static final Logger LOG = LoggerFactory.getLogger(KeptLog.class);

    /** Of the log that may be kept, when this part is left it is time to tell. */
    private static final double LITTLE = 0.2;

    private final JdbcClient jdbc;
    private final Region region;
    private final MultiGauge kept;
    private Set<String> told = Set.of();

    KeptLog(JdbcClient jdbc, Region region, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.region = region;
        this.kept = MultiGauge.builder("peerage.link.kept")
                .baseUnit("bytes")
                .description("Write-ahead log that is kept for a peer that has not taken it")
                .register(meters);
    }

    /** The slots that the server is about to give up, or has given up. */
    Set<String> runningOut() {
        return runningOut(slots());
    }

    private static Set<String> runningOut(List<Slots.Kept> slots) {
        return slots.stream()
                .filter(KeptLog::isRunningOut)
                .map(Slots.Kept::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Slots.Kept> slots() {
        return Slots.of(jdbc, region);
    }

    private static boolean isRunningOut(Slots.Kept slot) {
        return slot.lost()
                || slot.leftBytes()
                        .filter(left -> left < LITTLE * (left + slot.keptBytes()))
                        .isPresent();
    }

    @Scheduled(initialDelay = 10_000, fixedDelay = 10_000)
    void look() {
        try {
            tell(slots());
        } catch (DataAccessException outOfReach) {
            LOG.debug("{}: the write-ahead log that is kept cannot be looked at", region, outOfReach);
        }
    }

    private void tell(List<Slots.Kept> slots) {
        kept.register(
                slots.stream()
                        .map(slot -> MultiGauge.Row.of(
                                Tags.of(
                                        "peer",
                                        LinkName.receiver(slot.name(), region).name()),
                                slot.keptBytes()))
                        .toList(),
                true);
        Set<String> before = told;
        told = runningOut(slots);
        for (Slots.Kept slot : slots) {
            if (told.contains(slot.name()) && !before.contains(slot.name())) {
                LOG.warn(
                        "{}: slot {} keeps {} MB of write-ahead log for a peer that does not take it, and {}",
                        region,
                        slot.name(),
                        slot.keptBytes() >> 20,
                        slot.lost()
                                ? "was given up: the peer will get what it has missed by copy"
                                : "will be given up after %d MB more"
                                        .formatted(slot.leftBytes().orElse(0L) >> 20));
            }
        }
    }
}
