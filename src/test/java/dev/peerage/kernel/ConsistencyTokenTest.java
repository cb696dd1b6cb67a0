package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.AP;
import static dev.peerage.kernel.Stamps.EU;
import static dev.peerage.kernel.Stamps.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsistencyTokenTest {

    private final ConsistencyToken none = ConsistencyToken.none();

    @Test
    void noneAsksForNothing() {
        assertThat(none.positions()).isEmpty();
        assertThat(none.versionOf("user/1")).isEmpty();
    }

    @Test
    void positionsAreRaisedAndNeverLowered() {
        ConsistencyToken token = none.withPosition(US, 5).withPosition(EU, 0).withPosition(US, 4);
        assertThat(token.positions()).containsExactly(Map.entry(EU, 0L), Map.entry(US, 5L));
        assertThat(token.withPosition(US, 6).positions()).containsEntry(US, 6L);
    }

    @Test
    void aPositionIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> none.withPosition(EU, -1));
    }

    @Test
    void positionsCannotBeChanged() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> none.withPosition(EU, 1).positions().put(US, 2L));
    }

    @Test
    void versionsAreKeptBySubject() {
        ConsistencyToken token = none.about("user/1", VersionVector.parse("eu~1"))
                .about("user/2", VersionVector.parse("us~2"))
                .about("user/1", VersionVector.parse("ap~3"));
        assertThat(token.versionOf("user/1")).contains(VersionVector.parse("ap~3.eu~1"));
        assertThat(token.versionOf("user/2")).contains(VersionVector.parse("us~2"));
        assertThat(token.versionOf("user/3")).isEmpty();
    }

    @Test
    void tokensAreEqualIfPositionsAndVersionsAre() {
        ConsistencyToken token = none.withPosition(EU, 1).about("user/1", VersionVector.parse("eu~1"));
        assertThat(token)
                .isEqualTo(none.about("user/1", VersionVector.parse("eu~1")).withPosition(EU, 1))
                .isNotEqualTo(none.withPosition(EU, 2).about("user/1", VersionVector.parse("eu~1")))
                .isNotEqualTo(none.withPosition(EU, 1).about("user/2", VersionVector.parse("eu~1")));
    }

    /** The fingerprint is part of the format: regions of different releases must agree on it. */
    @Test
    void aSubjectIsFingerprintedBySha256() {
        ConsistencyToken token = none.about("abc", VersionVector.none());
        assertThat(token.versions()).containsOnlyKeys(0xba7816bf8f01cfeaL); // FIPS 180-2, appendix B.1
    }

    @Test
    void joiningAsksForWhatBothAskFor() {
        ConsistencyToken one = none.withPosition(EU, 5)
                .withPosition(US, 1)
                .about("user/1", VersionVector.parse("eu~1"))
                .about("user/2", VersionVector.parse("eu~2"));
        ConsistencyToken other =
                none.withPosition(US, 2).withPosition(AP, 3).about("user/1", VersionVector.parse("us~1"));
        ConsistencyToken joined = one.join(other);
        assertThat(joined.positions()).containsExactly(Map.entry(AP, 3L), Map.entry(EU, 5L), Map.entry(US, 2L));
        assertThat(joined.versionOf("user/1")).contains(VersionVector.parse("eu~1.us~1"));
        assertThat(joined.versionOf("user/2")).contains(VersionVector.parse("eu~2"));
        assertThat(joined).isEqualTo(other.join(one)).hasSameHashCodeAs(other.join(one));
        assertThat(joined.join(one)).isEqualTo(joined);
        assertThat(none.join(joined)).isEqualTo(joined);
    }

    @Test
    void tokensOfOneRegionAreItsTokenTogetherAndTokensOfTwoAreNobodys() {
        ConsistencyToken earlier = ConsistencyToken.of(EU, 5, Map.of(US, 3L));
        ConsistencyToken later = ConsistencyToken.of(EU, 6, Map.of(US, 2L)).about("user/1", VersionVector.none());
        ConsistencyToken elsewhere = ConsistencyToken.of(US, 9, Map.of());

        assertThat(earlier.join(later).giver()).contains(EU);
        assertThat(earlier.join(later).positions()).containsExactly(Map.entry(EU, 6L), Map.entry(US, 3L));
        assertThat(none.join(earlier).giver()).contains(EU);
        assertThat(earlier.join(none).giver()).contains(EU);
        assertThat(earlier.join(elsewhere).giver()).isEmpty();
        assertThat(earlier.join(elsewhere).join(later).giver()).isEmpty();
        assertThat(earlier.withPosition(AP, 1).giver()).isEmpty();
    }
}
