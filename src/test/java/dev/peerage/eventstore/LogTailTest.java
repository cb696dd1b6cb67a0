package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogTailTest {

    private static final long FOR_EVER = TimeUnit.HOURS.toNanos(1);
    private static final long BRIEFLY = TimeUnit.MILLISECONDS.toNanos(100);

    private final AtomicLong end = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();

    private LogTail tail(LongSupplier end) {
        return new LogTail(() -> {
            looks.incrementAndGet();
            return end.getAsLong();
        });
    }

    /** Where it has been seen to end. */
    private LogTail tailThatHasLooked() throws InterruptedException {
        LogTail tail = tail(end::get);
        tail.await(tail.appends(), FOR_EVER);
        return tail;
    }

    @Test
    void whoWaitsIsWokenByAnAppendOfThisProcess() throws Exception {
        LogTail tail = tailThatHasLooked();
        long seen = tail.appends();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(() -> {
                tail.await(seen, FOR_EVER);
                return null;
            });
            tail.appended();
            waiting.get();
        }
        tail.await(seen, FOR_EVER);
    }

    @Test
    void whatOthersAppendIsFoundByLooking() throws Exception {
        LogTail tail = tailThatHasLooked();
        long seen = tail.appends();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(threads.submit(() -> {
                    tail.await(seen, FOR_EVER);
                    return null;
                }));
            }
            end.incrementAndGet();
            for (Future<?> each : waiting) {
                each.get();
            }
        }
        assertThat(tail.appends()).isEqualTo(seen + 1);
    }

    @Test
    void aLogThatEndsBeforeWhereItEndedHasChangedToo() throws Exception {
        end.set(5);
        LogTail tail = tailThatHasLooked();

        end.set(3);

        tail.await(tail.appends(), FOR_EVER);
    }

    @Test
    void oneLooksForAll() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        LogTail tail = tail(() -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return 1;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> looking = threads.submit(() -> {
                tail.await(0, FOR_EVER);
                return null;
            });
            asked.await();
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                others.add(threads.submit(() -> {
                    tail.await(0, BRIEFLY);
                    return null;
                }));
            }
            for (Future<?> other : others) {
                other.get();
            }
            answered.countDown();
            looking.get();
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void whoIsInterruptedAtLookingTellsNobodyThatTheDatabaseIsGone() {
        LogTail tail = tail(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        });

        assertThatThrownBy(() -> tail.await(0, FOR_EVER)).isInstanceOf(InterruptedException.class);

        assertThat(tail.failures()).isZero();
    }

    /** What it has stored may be gone, too. */
    @Test
    void whoWaitsIsWokenWhenTheDatabaseIsGone() throws Exception {
        LogTail tail = tail(() -> {
            throw new IllegalStateException("gone");
        });

        tail.await(0, FOR_EVER);

        assertThat(tail.failures()).isOne();
        assertThat(looks).as("at once").hasValue(1);
    }
}
