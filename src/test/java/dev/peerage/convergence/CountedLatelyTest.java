package dev.peerage.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class CountedLatelyTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong queries = new AtomicLong();

    @Test
    void isCountedOnceInSomeSecondsHoweverOftenItIsLookedAt() {
        CountedLately count = new CountedLately(queries::incrementAndGet, nanos::get);

        assertThat(count.value()).isEqualTo(1);
        nanos.addAndGet(4_900_000_000L);
        assertThat(count.value()).isEqualTo(1);
        nanos.addAndGet(100_000_000L);
        assertThat(count.value()).isEqualTo(2);
    }

    @Test
    void whatTakesLongIsCountedSeldom() {
        CountedLately count = new CountedLately(taking(1_000_000_000L), nanos::get);

        assertThat(count.value()).isEqualTo(1);
        nanos.addAndGet(99_000_000_000L);
        assertThat(count.value()).isEqualTo(1);
        nanos.addAndGet(1_000_000_000L);
        assertThat(count.value()).isEqualTo(2);
    }

    @Test
    void isTriedAgainAfterAFailure() {
        CountedLately count = new CountedLately(
                () -> {
                    if (queries.incrementAndGet() == 1) {
                        throw new IllegalStateException("no database");
                    }
                    return queries.get();
                },
                nanos::get);

        assertThatThrownBy(count::value).isInstanceOf(IllegalStateException.class);
        assertThat(count.value()).isEqualTo(2);
    }

    private LongSupplier taking(long time) {
        return () -> {
            nanos.addAndGet(time);
            return queries.incrementAndGet();
        };
    }
}
