package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.EU;
import static dev.peerage.kernel.Stamps.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotTest {

    @Test
    void readsLikeAnEntryOfAVector() {
        assertThat(new Dot(EU, 7)).hasToString("eu~7");
        assertThat(VersionVector.of(new Dot(EU, 7))).hasToString("eu~7");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aStreamStartsAtOne(long sequence) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(EU, sequence));
    }

    @Test
    void dotsAreOrderedByRegionThenSequence() {
        assertThat(new Dot(EU, 10)).isGreaterThan(new Dot(EU, 9)).isLessThan(new Dot(US, 1));
    }
}
