package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HybridTimeTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "1767225600000, 65535", "140737488355327, 0", "140737488355327, 65535"})
    void keepsItsParts(long millis, int counter) {
        HybridTime time = HybridTime.of(millis, counter);
        assertThat(time.millis()).isEqualTo(millis);
        assertThat(time.counter()).isEqualTo(counter);
        assertThat(time.instant()).isEqualTo(Instant.ofEpochMilli(millis));
        assertThat(new HybridTime(time.value())).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "140737488355328, 0", "9223372036854775807, 0", "-9223372036854775808, 0", "0, -1", "0, 65536"
    })
    void refusesPartsOutOfBounds(long millis, int counter) {
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTime.of(millis, counter));
    }

    @Test
    void refusesNegativeValues() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridTime(-1));
    }

    @Test
    void millisecondsCountBeforeTheCounter() {
        assertThat(HybridTime.of(2, 0)).isGreaterThan(HybridTime.of(1, 65_535));
        assertThat(HybridTime.of(1, 2)).isGreaterThan(HybridTime.of(1, 1));
    }

    @Test
    void reachesToTheYear6429() {
        assertThat(new HybridTime(Long.MAX_VALUE)).hasToString("6429-10-17T02:45:55.327Z+65535");
    }
}
