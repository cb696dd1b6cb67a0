package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.EU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionVectorTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "eu~1", "eu~7.us~3", "a~9.b-c~10.b0~11", "eu~9223372036854775807"})
    void readsTheCanonicalText(String text) {
        assertThat(VersionVector.parse(text)).hasToString(text);
    }

    @Test
    void readsTheGreatestSequence() {
        assertThat(VersionVector.parse("eu~" + Long.MAX_VALUE).get(EU)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "eu, not an entry",
        "eu~, not a sequence",
        "~1, not a region",
        "eu~0, not a sequence",
        "eu~00, not a sequence",
        "eu~07, not a sequence",
        "eu~+7, not a sequence",
        "eu~-7, not a sequence",
        "eu~7a, not a sequence",
        "eu~٣, not a sequence",
        "eu~1~2, not a sequence",
        "eu~9223372036854775808, not a sequence",
        "eu~18446744073709551617, not a sequence",
        "eu~99999999999999999999, not a sequence",
        "EU~1, not a region",
        "' eu~1', not a region",
        "'eu~1 ', not a sequence",
        "., not an entry",
        ".eu~1, not an entry",
        "eu~1., not an entry",
        "eu~1..us~1, not an entry",
        "us~1.eu~1, us",
        "eu~1.eu~1, eu",
        "eu~1.eu~2, eu",
        "'eu~1,us~1', not a sequence"
    })
    void refusesEverythingElse(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionVector.parse(text))
                .withMessageMatching("(?i).*" + complaint + ".*");
    }

    @Test
    void whateverItReadsItWritesAlike() {
        SplittableRandom random = new SplittableRandom(7);
        String alphabet = "eu~.s-019";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "" : "eu~19.s~1");
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                text.insert(random.nextInt(text.length() + 1), c);
            }
            try {
                assertThat(VersionVector.parse(text.toString())).hasToString(text.toString());
                read++;
            } catch (IllegalArgumentException _) {
                // the other allowed answer
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }
}
