package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "eu", "eu-west-1", "local", "a0123456789-----", "x-"})
    void namesItself(String name) {
        assertThat(Region.of(name)).hasToString(name).isEqualTo(new Region(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "E",
                "Eu",
                "eU",
                "1eu",
                "-eu",
                "eu_1",
                "eu.1",
                "eu~1",
                " eu",
                "eu ",
                "é",
                "eu\0",
                "e٣",
                "a0123456789012345"
            })
    void refusesWhatIsNoName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Region.of(name)).withMessageContaining("'" + name + "'");
    }

    @Test
    void regionsAreOrderedByName() {
        List<Region> ordered =
                List.of(Region.of("e-"), Region.of("e0"), Region.of("eu"), Region.of("eu-1"), Region.of("us"));
        assertThat(ordered.reversed().stream().sorted()).containsExactlyElementsOf(ordered);
    }
}
