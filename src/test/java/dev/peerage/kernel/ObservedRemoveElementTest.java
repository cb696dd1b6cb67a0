package dev.peerage.kernel;

import static dev.peerage.kernel.MembershipPolicy.ADD_WINS;
import static dev.peerage.kernel.MembershipPolicy.REMOVE_WINS;
import static dev.peerage.kernel.Stamps.EU;
import static dev.peerage.kernel.Stamps.US;
import static dev.peerage.kernel.Stamps.stamp;
import static dev.peerage.kernel.Stamps.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObservedRemoveElementTest {

    private final ObservedRemoveElement none = ObservedRemoveElement.none();

    @ParameterizedTest
    @EnumSource
    void isNoMemberBeforeItIsAdded(MembershipPolicy policy) {
        assertThat(none.isMember(policy)).isFalse();
        assertThat(none.since(policy)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isAMemberSinceItsAdd(MembershipPolicy policy) {
        ObservedRemoveElement element = none.add(stamp("eu~1", "", 10));
        assertThat(element.isMember(policy)).isTrue();
        assertThat(element.since(policy)).contains(time(10));
    }

    @ParameterizedTest
    @EnumSource
    void isNoMemberAfterARemoveThatHasSeenItsAdd(MembershipPolicy policy) {
        ObservedRemoveElement element = none.add(stamp("eu~1", "", 10)).remove(stamp("us~1", "eu~1", 20));
        assertThat(element.isMember(policy)).isFalse();
        assertThat(element.since(policy)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void removeArrivingBeforeItsAddStaysRemoved(MembershipPolicy policy) {
        ObservedRemoveElement element = none.remove(stamp("us~1", "eu~1", 20)).add(stamp("eu~1", "", 10));
        assertThat(element.isMember(policy)).isFalse();
    }

    @Test
    void ofAConcurrentAddAndRemoveThePolicyDecides() {
        ObservedRemoveElement element = none.add(stamp("eu~1", "", 10))
                .remove(stamp("us~1", "eu~1", 20))
                .add(stamp("eu~2", "eu~1", 20));
        assertThat(element.isMember(ADD_WINS)).isTrue();
        assertThat(element.isMember(REMOVE_WINS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAddThatHasSeenTheRemoveMakesItAMemberAnew(MembershipPolicy policy) {
        ObservedRemoveElement element = none.add(stamp("eu~1", "", 10))
                .remove(stamp("us~1", "eu~1", 20))
                .add(stamp("eu~2", "eu~1.us~1", 30));
        assertThat(element.isMember(policy)).isTrue();
        assertThat(element.since(policy)).contains(time(30));
    }

    @Test
    void byRemoveWinsOneUnseenRemoveSuffices() {
        ObservedRemoveElement element = none.add(stamp("eu~1", "", 10))
                .remove(stamp("us~1", "eu~1", 20))
                .remove(stamp("ap~1", "eu~1", 20))
                .add(stamp("eu~2", "eu~1.us~1", 30));
        assertThat(element.isMember(REMOVE_WINS)).isFalse();
        assertThat(element.add(stamp("eu~3", "ap~1.eu~2.us~1", 40)).isMember(REMOVE_WINS))
                .isTrue();
    }

    /** Adds may share the work: each remove needs to be seen by some add, not all by the same. */
    @Test
    void byRemoveWinsTwoAddsMayEachHaveSeenOneRemove() {
        ObservedRemoveElement element = none.remove(stamp("eu~1", "", 10))
                .remove(stamp("us~1", "", 10))
                .add(stamp("eu~2", "eu~1", 20))
                .add(stamp("us~2", "us~1", 30));
        assertThat(element.since(REMOVE_WINS)).contains(time(20));
    }

    @ParameterizedTest
    @EnumSource
    void isNoMemberIfItWasOnlyEverRemoved(MembershipPolicy policy) {
        assertThat(none.remove(stamp("eu~1", "", 10)).isMember(policy)).isFalse();
    }

    @Test
    void ofSeveralSurvivingAddsTheEarliestCounts() {
        ObservedRemoveElement element = none.add(stamp("us~1", "", 20)).add(stamp("eu~1", "", 10));
        assertThat(element.since(ADD_WINS)).contains(time(10));
        assertThat(element.remove(stamp("eu~2", "eu~1", 30)).since(ADD_WINS)).contains(time(20));
    }

    @Test
    void timesGoWithTheLatestAddOfEachRegion() {
        ObservedRemoveElement element =
                none.add(stamp("eu~2", "eu~1", 30)).add(stamp("eu~1", "", 10)).add(stamp("us~1", "", 20));
        assertThat(element.added()).hasToString("eu~2.us~1");
        assertThat(element.addedAt()).containsExactly(Map.entry(EU, time(30)), Map.entry(US, time(20)));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> element.addedAt().clear());
    }

    @Test
    void addsAndRemovesAreKeptApart() {
        ObservedRemoveElement element = none.add(stamp("eu~1", "ap~1", 10)).remove(stamp("us~1", "eu~1", 20));
        assertThat(element.added()).hasToString("eu~1");
        assertThat(element.seenByAdds()).hasToString("ap~1");
        assertThat(element.removed()).hasToString("us~1");
        assertThat(element.seenByRemoves()).hasToString("eu~1");
    }

    /** A region's later event has seen all that its earlier ones had, so the laws do not get here. */
    @Test
    void whatStampsHadSeenIsMergedEvenIfTheirDotsAreKnown() {
        ObservedRemoveElement added = none.add(stamp("eu~2", "", 10));
        assertThat(added.add(stamp("eu~1", "us~1", 10)).seenByAdds()).hasToString("us~1");
        ObservedRemoveElement removed = none.remove(stamp("eu~2", "", 10));
        assertThat(removed.remove(stamp("eu~1", "us~1", 10)).seenByRemoves()).hasToString("us~1");
    }

    /** No history makes such stamps; if somebody does, every region still answers the same. */
    @Test
    void stampsThatHaveSeenEachOtherStillGiveATime() {
        ObservedRemoveElement element = none.add(stamp("eu~1", "us~1", 10)).remove(stamp("us~1", "eu~1", 20));
        assertThat(element.isMember(ADD_WINS)).isFalse();
        assertThat(element.since(REMOVE_WINS)).contains(time(10));
    }

    @Test
    void restoringRefusesTimesOfOtherRegions() {
        VersionVector nothing = VersionVector.none();
        VersionVector added = VersionVector.parse("eu~1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObservedRemoveElement.of(added, Map.of(), nothing, nothing, nothing));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObservedRemoveElement.of(added, Map.of(US, time(1)), nothing, nothing, nothing));
    }
}
