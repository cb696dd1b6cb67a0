package dev.peerage.region;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults that come at random, several at a time, upon three regions in processes of their own, which are written to all
 * the time; after each round they have to be whole again. {@code -Dpeerage.seed} begins with that round.
 */
@Tag("heavy")
class FaultsAtLengthTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultsAtLengthTest.class);

    private static final int ROUNDS = 15;
    private static final int WRITES_BETWEEN_FAULTS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void noAcknowledgedWriteIsLostOrThereTwice() throws IOException {
        long first = Long.getLong("peerage.seed", 1);
        try (MeshInTest mesh = MeshInTest.of("eu", "us", "ap")) {
            mesh.regions().forEach(RegionInTest::startInAProcess);
            mesh.awaitStreaming();
            for (long seed = first; seed < first + ROUNDS; seed++) {
                round(mesh, seed);
            }
        }
    }

    private static void round(MeshInTest mesh, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Runnable> remedies = new ArrayList<>();
        try (Writers writers = Writers.to(mesh, seed)) {
            for (int faults = 1 + random.nextInt(4); faults > 0; faults--) {
                int before = writers.acknowledged();
                remedies.add(happens(mesh, random));
                if (random.nextBoolean()) {
                    remedies.removeFirst().run();
                }
                await("round %d goes on".formatted(seed))
                        .atMost(PATIENCE)
                        .until(() -> writers.acknowledged() > before + WRITES_BETWEEN_FAULTS);
            }
            remedies.forEach(Runnable::run);
            mesh.wires().forEach(Wire::heal);
            Written written = writers.stop();
            LOG.info(
                    "round {}: {} writes were acknowledged",
                    seed,
                    written.acknowledged().size());
            mesh.awaitConvergence();
            written.mustBeIn(mesh);
        }
    }

    /** Returns what is to be done about it. */
    private static Runnable happens(MeshInTest mesh, SplittableRandom random) {
        List<RegionInTest> regions = List.copyOf(mesh.regions());
        List<Wire> wires = List.copyOf(mesh.wires());
        RegionInTest region = regions.get(random.nextInt(regions.size()));
        Wire wire = wires.get(random.nextInt(wires.size()));
        int kind = random.nextInt(6);
        LOG.info(
                "{} on {}",
                List.of("cut", "silence", "delay", "dead database", "dead application", "all dead")
                        .get(kind),
                region.name());
        switch (kind) {
            case 0 -> wire.cut();
            case 1 -> wire.fallSilent();
            case 2 -> wire.slow(Duration.ofMillis(random.nextInt(200)), 10_000 + random.nextInt(100_000));
            case 3 -> {
                region.database().server().kill();
                region.database().server().restart();
            }
            case 4 -> {
                region.stop();
                region.startInAProcess();
            }
            default -> {
                regions.forEach(RegionInTest::stop);
                regions.forEach(each -> each.database().server().kill());
                regions.forEach(each -> each.database().server().restart());
                regions.forEach(RegionInTest::startInAProcess);
            }
        }
        return wire::heal;
    }
}
