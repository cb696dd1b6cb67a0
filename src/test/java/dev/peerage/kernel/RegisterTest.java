package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.dot;
import static dev.peerage.kernel.Stamps.stamp;
import static dev.peerage.kernel.Stamps.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peerage.kernel.Register.Sibling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegisterTest {

    private final Register<String> unset = Register.empty();

    @Test
    void startsUnset() {
        assertThat(unset.isSet()).isFalse();
        assertThat(unset.value()).isNull();
        assertThat(unset.siblings()).isEmpty();
        assertThat(unset.conflicts()).isEmpty();
        assertThat(unset.context().isEmpty()).isTrue();
    }

    @Test
    void aWriteReplacesWhatItHasSeen() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 10)).merge("Grace", stamp("us~1", "eu~1", 20));
        assertThat(register.value()).isEqualTo("Grace");
        assertThat(register.conflicts()).isEmpty();
        assertThat(register.context()).hasToString("eu~1");
    }

    @Test
    void aWriteReplacesWhatItHasSeenWhateverTheClocksSay() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 20)).merge("Grace", stamp("us~1", "eu~1", 10));
        assertThat(register.value()).isEqualTo("Grace");
        assertThat(register.conflicts()).isEmpty();
    }

    @Test
    void ofConcurrentWritesTheLatestIsShownAndTheOthersAreListed() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 20))
                .merge("Grace", stamp("us~1", "", 30))
                .merge("Joan", stamp("ap~1", "", 10));
        assertThat(register.value()).isEqualTo("Grace");
        assertThat(register.siblings()).extracting(Sibling::value).containsExactly("Grace", "Ada", "Joan");
        assertThat(register.conflicts())
                .containsExactly(
                        new Sibling<>("Ada", dot("eu~1"), time(20)), new Sibling<>("Joan", dot("ap~1"), time(10)));
    }

    @Test
    void atTheSameTimeTheGreaterRegionIsShown() {
        Register<String> register = unset.merge("Grace", stamp("us~1", "", 10)).merge("Ada", stamp("eu~5", "", 10));
        assertThat(register.value()).isEqualTo("Grace");
    }

    @Test
    void aWriteThatHasSeenAllSettlesTheConflict() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 10))
                .merge("Grace", stamp("us~1", "", 10))
                .merge("Ada", stamp("ap~1", "eu~1.us~1", 11));
        assertThat(register.value()).isEqualTo("Ada");
        assertThat(register.conflicts()).isEmpty();
    }

    @Test
    void aWriteThatHasSeenOnlyTheWinnerLeavesTheLoserInConflict() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 10))
                .merge("Grace", stamp("us~1", "", 20))
                .merge("Joan", stamp("ap~1", "us~1", 30));
        assertThat(register.siblings()).extracting(Sibling::value).containsExactly("Joan", "Ada");
    }

    @Test
    void concurrentWritesOfTheSameValueAreStillTwo() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 10)).merge("Ada", stamp("us~1", "", 10));
        assertThat(register.conflicts()).hasSize(1);
    }

    @Test
    void aWriteArrivingAfterOneThatHasSeenItIsNotShown() {
        Register<String> register = unset.merge("Grace", stamp("us~1", "eu~1", 20));
        assertThat(register.merge("Ada", stamp("eu~1", "", 30))).isSameAs(register);
    }

    /** What needs the context: the only event that had seen the late one is itself superseded, by one that had not. */
    @Test
    void aWriteStaysSupersededWhenTheOneThatHadSeenItIsSuperseded() {
        Stamp e = stamp("ap~1", "", 10);
        Stamp x = stamp("eu~1", "ap~1", 20);
        Stamp y = stamp("us~1", "eu~1", 30);
        Register<String> register = unset.merge("x", x).merge("y", y).merge("e", e);
        assertThat(register.siblings()).extracting(Sibling::value).containsExactly("y");
        assertThat(unset.merge("y", y).merge("e", e).siblings()).hasSize(2);
    }

    @Test
    void aSupersededWriteStillTellsWhatItHadSeen() {
        Register<String> register = unset.merge("y", stamp("us~1", "eu~1", 30))
                .merge("x", stamp("eu~1", "ap~1", 20))
                .merge("e", stamp("ap~1", "", 10));
        assertThat(register.siblings()).extracting(Sibling::value).containsExactly("y");
    }

    @Test
    void nullIsAValue() {
        Register<@Nullable String> register = Register.<@Nullable String>empty().merge(null, stamp("eu~1", "", 10));
        assertThat(register.isSet()).isTrue();
        assertThat(register.value()).isNull();
    }

    @Test
    void listsCannotBeChanged() {
        Register<String> register = unset.merge("Ada", stamp("eu~1", "", 10)).merge("Grace", stamp("us~1", "", 20));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> register.siblings().removeFirst());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> register.conflicts().removeFirst());
    }

    @Test
    void restoringRefusesASiblingThatTheContextCovers() {
        List<Sibling<String>> siblings = List.of(new Sibling<>("Ada", dot("eu~1"), time(10)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Register.of(siblings, VersionVector.parse("eu~1")))
                .withMessageContaining("eu~1");
    }

    @Test
    void restoringRefusesTwoSiblingsOfOneDot() {
        List<Sibling<String>> siblings =
                List.of(new Sibling<>("Ada", dot("eu~1"), time(10)), new Sibling<>("Grace", dot("eu~1"), time(10)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Register.of(siblings, VersionVector.none()))
                .withMessageContaining("eu~1");
    }
}
