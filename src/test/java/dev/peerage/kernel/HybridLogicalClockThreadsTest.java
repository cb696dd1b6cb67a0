package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;

/** Many threads on one clock, whose wall clock stands still, so that all of them ask for the same times at once. */
class HybridLogicalClockThreadsTest {

    private static final int THREADS = 4;
    private static final int TIMES = 100_000;

    private final InstantSource standing = InstantSource.fixed(Instant.ofEpochMilli(1_000_000));
    private final HybridLogicalClock clock = new HybridLogicalClock(standing, new HybridTime(0), Duration.ofMinutes(1));

    @RepeatedTest(10)
    void allTimesDifferAndGrowInEveryThread() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        LongStream.Builder all = LongStream.builder();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<long[]>> issued = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                issued.add(threads.submit(() -> {
                    start.await();
                    return issueAndObserve();
                }));
            }
            for (Future<long[]> byOneThread : issued) {
                LongStream.of(byOneThread.get()).forEach(all);
            }
        }
        long[] sorted = all.build().sorted().toArray();
        assertThat(IntStream.range(1, sorted.length).filter(i -> sorted[i] == sorted[i - 1]))
                .isEmpty();
    }

    /** Before each time another region's comes in that is a little ahead, as if it had been written just now. */
    private long[] issueAndObserve() {
        long[] issued = new long[TIMES];
        HybridTime before = new HybridTime(0);
        for (int i = 0; i < TIMES; i++) {
            HybridTime remote = new HybridTime(clock.latest().value() + 1);
            HybridTime time = clock.observe(remote) ? clock.next() : before;
            if (time.compareTo(before) <= 0 || time.compareTo(remote) <= 0) {
                throw new AssertionError("%s issued after %s and %s".formatted(time, before, remote));
            }
            issued[i] = time.value();
            before = time;
        }
        return issued;
    }
}
