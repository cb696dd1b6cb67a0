package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.AP;
import static dev.peerage.kernel.Stamps.EU;
import static dev.peerage.kernel.Stamps.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class VersionVectorTest {

    private final VersionVector vector = VersionVector.of(new Dot(US, 3), new Dot(EU, 7), new Dot(US, 2));

    @Test
    void noneKnowsNothing() {
        assertThat(VersionVector.none().isEmpty()).isTrue();
        assertThat(VersionVector.none().get(EU)).isZero();
        assertThat(VersionVector.none().entries()).isEmpty();
        assertThat(VersionVector.none()).hasToString("").isEqualTo(VersionVector.of());
    }

    @Test
    void aDotStandsForItsWholePrefix() {
        assertThat(vector.covers(new Dot(EU, 1))).isTrue();
        assertThat(vector.covers(new Dot(EU, 7))).isTrue();
        assertThat(vector.covers(new Dot(EU, 8))).isFalse();
        assertThat(vector.covers(new Dot(AP, 1))).isFalse();
    }

    @Test
    void entriesAreInRegionOrderAndUnmodifiable() {
        assertThat(vector.entries().sequencedKeySet()).containsExactly(EU, US);
        assertThat(vector.entries().sequencedValues()).containsExactly(7L, 3L);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> vector.entries().put(AP, 1L));
    }

    @Test
    void concurrentVectorsCoverNeitherOther() {
        VersionVector eu = VersionVector.parse("eu~2.us~1");
        VersionVector us = VersionVector.parse("eu~1.us~2");
        assertThat(eu.covers(us)).isFalse();
        assertThat(us.covers(eu)).isFalse();
        assertThat(eu.join(us)).hasToString("eu~2.us~2");
    }

    @Test
    void learningNothingNewCostsNoMemory() {
        VersionVector less = VersionVector.parse("us~3");
        assertThat(vector.join(less)).isSameAs(vector);
        assertThat(less.join(vector)).isSameAs(vector);
        assertThat(vector.with(new Dot(EU, 6))).isSameAs(vector);
    }

    @Test
    void withRaisesOneEntryAndNeverLowersIt() {
        assertThat(vector.with(new Dot(EU, 9))).hasToString("eu~9.us~3");
        assertThat(vector.with(new Dot(EU, 2))).hasToString("eu~7.us~3");
        assertThat(vector.with(new Dot(AP, 1))).hasToString("ap~1.eu~7.us~3");
    }
}
