package dev.peerage.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that wait, and who wakes them. */
class WaitingRoomTest {

    private static final int MANY = 1_000;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final WaitingRoom<Long> room = new WaitingRoom<>();
    private final AtomicLong reached = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private boolean waitFor(long number, Duration patience) {
        return room.await(
                number,
                () -> {
                    looks.incrementAndGet();
                    return reached.get() >= number;
                },
                Deadline.in(patience));
    }

    private void moveTo(long number) {
        reached.accumulateAndGet(number, Math::max);
        room.wake(0L, number);
    }

    private static void allCome(List<Future<Boolean>> waiting) throws Exception {
        for (Future<Boolean> each : waiting) {
            assertThat(each.get(20, SECONDS)).isTrue();
        }
    }

    @Test
    void eachLooksOnceWhenItComesAndOnceWhenItIsWoken() throws Exception {
        List<Future<Boolean>> waiting = new ArrayList<>();
        for (long i = 1; i <= MANY; i++) {
            long number = i;
            waiting.add(threads.submit(() -> waitFor(number, LONG)));
        }
        await().until(() -> room.waiting() == MANY && looks.get() == MANY);

        for (long i = 1; i <= MANY; i++) {
            moveTo(i);
        }

        allCome(waiting);
        assertThat(looks).hasValue(2 * MANY);
        assertThat(room.waiting()).isZero();
    }

    @Test
    void whoIsWokenTooEarlyWaitsOn() throws Exception {
        Future<Boolean> waiting = threads.submit(() -> waitFor(7, LONG));
        await().until(() -> looks.get() == 1);
        room.wake(7L, 7L);
        await().until(() -> looks.get() == 2 && room.waiting() == 1);
        room.wake(1L, 6L);
        room.wake(8L, 9L);
        reached.set(7);
        assertThat(looks).hasValue(2);

        room.wakeAll();

        assertThat(waiting.get(20, SECONDS)).isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void whatComesBetweenLookAndSleepIsNotMissed() {
        AtomicBoolean there = new AtomicBoolean();

        boolean came = room.await(
                1L,
                () -> {
                    boolean seen = there.getAndSet(true);
                    room.wake(1L, 1L);
                    return seen;
                },
                Deadline.in(LONG));

        assertThat(came).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nobodyIsForgottenInAStorm(long seed) throws Exception {
        Random random = new Random(seed);
        int movers = 4;
        long last = 2_000;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> waiting = new ArrayList<>();
        List<Future<?>> moving = new ArrayList<>();
        for (int i = 0; i < 20 * MANY; i++) {
            long number = 1 + random.nextLong(last);
            waiting.add(threads.submit(() -> {
                start.await();
                return waitFor(number, LONG);
            }));
        }
        for (int i = 0; i < movers; i++) {
            Random steps = new Random(random.nextLong());
            moving.add(threads.submit(() -> {
                start.await();
                for (long number = 1; number < last; number += 1 + steps.nextInt(3)) {
                    moveTo(number);
                    Thread.yield();
                }
                moveTo(last);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : moving) {
            each.get(20, SECONDS);
        }

        allCome(waiting);
        assertThat(room.waiting()).isZero();
        assertThat(looks.get()).isLessThanOrEqualTo(2 * waiting.size());
    }

    @Test
    void whoGivesUpLeavesNothingBehind() throws Exception {
        List<Future<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            long number = 1 + i % 10;
            waiting.add(threads.submit(() -> waitFor(number, Duration.ofMillis(50))));
        }
        for (Future<Boolean> each : waiting) {
            assertThat(each.get(20, SECONDS)).isFalse();
        }

        assertThat(room.waiting()).isZero();
        assertThat(looks).hasValue(MANY);
    }

    @Test
    void whoIsInterruptedStaysSoAndLeavesNothingBehind() throws Exception {
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread reader = Thread.ofVirtual().start(() -> {
            boolean came = waitFor(1, LONG);
            stillInterrupted.set(!came && Thread.currentThread().isInterrupted());
        });
        await().until(() -> room.waiting() == 1);

        reader.interrupt();

        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
        assertThat(stillInterrupted).isTrue();
        assertThat(room.waiting()).isZero();
    }
}
