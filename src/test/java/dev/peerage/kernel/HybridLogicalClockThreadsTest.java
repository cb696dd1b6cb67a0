package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many threads on one clock, while the wall clock jumps about and other regions' times come in. */
class HybridLogicalClockThreadsTest {

    private static final int THREADS = 4;
    private static final int TIMES = 50_000;

    @Test
    void allTimesDifferAndGrowInEveryThread() throws Exception {
        AtomicLong reads = new AtomicLong();
        InstantSource jumping = () -> Instant.ofEpochMilli(1_000_000 + reads.incrementAndGet() * 7_919 % 1_000);
        HybridLogicalClock clock = new HybridLogicalClock(jumping, new HybridTime(0), Duration.ofSeconds(2));
        CyclicBarrier start = new CyclicBarrier(THREADS);

        Set<HybridTime> all = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<HybridTime>>> issued = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                issued.add(threads.submit(() -> {
                    start.await();
                    return issue(clock);
                }));
            }
            for (Future<List<HybridTime>> ofOneThread : issued) {
                all.addAll(ofOneThread.get());
            }
        }
        assertThat(all).hasSize(THREADS * TIMES);
        assertThat(all).allMatch(time -> time.compareTo(clock.latest()) <= 0);
    }

    private static List<HybridTime> issue(HybridLogicalClock clock) {
        List<HybridTime> issued = new ArrayList<>(TIMES);
        HybridTime before = new HybridTime(0);
        for (int i = 0; i < TIMES; i++) {
            if (i % 100 == 0) {
                HybridTime remote = HybridTime.of(before.millis(), HybridTime.MAX_COUNTER);
                before = clock.observe(remote) ? remote : before;
            }
            HybridTime time = clock.next();
            if (time.compareTo(before) <= 0) {
                throw new AssertionError(time + " was issued or accepted after " + before);
            }
            issued.add(time);
            before = time;
        }
        return issued;
    }
}
