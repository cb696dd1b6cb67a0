package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StampTest {

    @Test
    void noWriterHasSeenItsOwnEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stamp("eu~2", "eu~2", 1))
                .withMessageContaining("eu~2");
        assertThatIllegalArgumentException().isThrownBy(() -> stamp("eu~2", "eu~3.us~1", 1));
    }

    @Test
    void aWriterHasSeenItsEarlierEvents() {
        assertThat(stamp("eu~2", "eu~1.us~9", 1).seen()).hasToString("eu~1.us~9");
    }

    @Test
    void theLaterTimeWins() {
        assertLastWriter(stamp("eu~1", "", 2), stamp("us~1", "", 1));
    }

    @Test
    void atTheSameTimeTheGreaterRegionWins() {
        assertLastWriter(stamp("us~1", "", 1), stamp("eu~9", "", 1));
    }

    private static void assertLastWriter(Stamp last, Stamp first) {
        assertThat(Stamp.LAST_WRITER.compare(last, first)).isPositive();
        assertThat(Stamp.LAST_WRITER.compare(first, last)).isNegative();
    }
}
