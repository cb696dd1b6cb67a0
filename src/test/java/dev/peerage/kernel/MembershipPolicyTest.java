package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipPolicyTest {

    @Test
    void readsAsInTheContract() {
        assertThat(MembershipPolicy.ADD_WINS).hasToString("add-wins");
        assertThat(MembershipPolicy.REMOVE_WINS).hasToString("remove-wins");
    }

    @ParameterizedTest
    @EnumSource
    void isReadFromItsText(MembershipPolicy policy) {
        assertThat(MembershipPolicy.of(policy.toString())).isSameAs(policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ADD_WINS", "Add-Wins", "add-wins ", "last-wins"})
    void isReadFromNothingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MembershipPolicy.of(text))
                .withMessageContaining("add-wins or remove-wins");
    }
}
