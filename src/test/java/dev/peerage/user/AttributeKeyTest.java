package dev.peerage.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Department", "x-1_2.3", "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void letterAndWhatMayFollowIt(String key) {
        assertThat(new AttributeKey(key).value()).isEqualTo(key);
    }

    /** The message goes on from the field: {@code attributes.9x must be named …}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9x",
                "-",
                "a b",
                "é",
                "a\n",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void everythingElseIsToldWhatItMustBe(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttributeKey(key))
                .withMessage("must be named by a letter and at most 63 of A-Z, a-z, 0-9, '.', '_' and '-' after it");
    }
}
