package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HybridLogicalClockTest {

    private static final Duration MAX_AHEAD = Duration.ofMinutes(1);
    private static final long NOW = 1_767_225_600_000L;

    private long wall = NOW;
    private final HybridLogicalClock clock = clockFrom(new HybridTime(0));

    private HybridLogicalClock clockFrom(HybridTime atLeast) {
        return new HybridLogicalClock(() -> Instant.ofEpochMilli(wall), atLeast, MAX_AHEAD);
    }

    @Test
    void followsTheWallClock() {
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW, 0));
        wall = NOW + 5;
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW + 5, 0));
    }

    @Test
    void countsWhileTheWallClockStandsStill() {
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW, 0));
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW, 1));
        assertThat(clock.latest()).isEqualTo(HybridTime.of(NOW, 1));
    }

    @Test
    void neverGoesBackWithTheWallClock() {
        clock.next();
        wall = NOW - 3_600_000;
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW, 1));
        wall = -1;
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW, 2));
        wall = NOW + 1;
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW + 1, 0));
    }

    @Test
    void anExhaustedCounterCarriesIntoTheMilliseconds() {
        assertThat(clock.observe(HybridTime.of(NOW, 65_535))).isTrue();
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW + 1, 0));
    }

    @Test
    void startsAfterWhatItIssuedBeforeARestart() {
        HybridTime beforeRestart = HybridTime.of(NOW + 10, 3);
        assertThat(clockFrom(beforeRestart).latest()).isEqualTo(beforeRestart);
        assertThat(clockFrom(beforeRestart).next()).isEqualTo(HybridTime.of(NOW + 10, 4));
    }

    @Test
    void startsAfterWhatItIssuedEvenIfTheWallClockLostADay() {
        HybridTime beforeRestart = HybridTime.of(NOW + 86_400_000, 0);
        assertThat(clockFrom(beforeRestart).next()).isGreaterThan(beforeRestart);
    }

    @Test
    void writesLaterThanWhatItObserved() {
        HybridTime remote = HybridTime.of(NOW + 30_000, 7);
        assertThat(clock.observe(remote)).isTrue();
        assertThat(clock.latest()).isEqualTo(remote);
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW + 30_000, 8));
    }

    @Test
    void anEarlierTimeChangesNothing() {
        HybridTime issued = clock.next();
        assertThat(clock.observe(HybridTime.of(NOW - 1, 0))).isTrue();
        assertThat(clock.latest()).isEqualTo(issued);
    }

    @Test
    void isDraggedAlongExactlyToTheBound() {
        assertThat(clock.observe(HybridTime.of(NOW + MAX_AHEAD.toMillis(), 65_535)))
                .isTrue();
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW + MAX_AHEAD.toMillis() + 1, 0));
    }

    @Test
    void isNotDraggedAlongBeyondTheBound() {
        HybridTime issued = clock.next();
        assertThat(clock.observe(HybridTime.of(NOW + MAX_AHEAD.toMillis() + 1, 0)))
                .isFalse();
        assertThat(clock.observe(new HybridTime(Long.MAX_VALUE))).isFalse();
        assertThat(clock.latest()).isEqualTo(issued);
        assertThat(clock.next()).isEqualTo(HybridTime.of(NOW, 1));
    }

    /** Far ahead is measured against the wall clock: else many small steps could drag this clock any distance. */
    @Test
    void cannotBeDraggedBeyondTheBoundInSmallSteps() {
        clock.observe(HybridTime.of(NOW + MAX_AHEAD.toMillis(), 0));
        assertThat(clock.observe(HybridTime.of(NOW + MAX_AHEAD.toMillis() + 1, 0)))
                .isFalse();
    }

    @Test
    void stopsRatherThanGoBackAtTheEndOfTime() {
        HybridLogicalClock atTheEnd = clockFrom(new HybridTime(Long.MAX_VALUE));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(atTheEnd::next);
        assertThat(atTheEnd.latest()).isEqualTo(new HybridTime(Long.MAX_VALUE));
    }

    @Test
    void refusesANegativeBound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HybridLogicalClock(Instant::now, new HybridTime(0), Duration.ofMillis(-1)));
    }
}
