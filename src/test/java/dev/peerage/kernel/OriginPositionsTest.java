package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPositionsTest {

    private static final Region EU = Region.of("eu");
    private static final Region US = Region.of("us");

    @Test
    void textIsReadAsWhatWasWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            Map<Region, Long> positions = new TreeMap<>();
            for (int region = random.nextInt(6); region > 0; region--) {
                positions.put(Region.of("r" + random.nextInt(100)), random.nextLong(1L << random.nextInt(1, 63)));
            }
            OriginPositions place = OriginPositions.of(positions);

            assertThat(OriginPositions.decode(place.encode())).isEqualTo(place);
            assertThat(place.encode()).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void textOfThreeRegionsIsShort() {
        OriginPositions place = OriginPositions.of(Map.of(EU, 1_000_000L, US, 2_000_000L, Region.of("ap"), 3_000_000L));

        assertThat(place.encode()).hasSizeLessThan(40);
    }

    @Test
    void textOf32RegionsOfTheLongestNamesFits() {
        Map<Region, Long> positions = new TreeMap<>();
        for (int i = 0; i < 32; i++) {
            positions.put(Region.of("abcdefghijklmn" + (10 + i)), Long.MAX_VALUE);
        }

        assertThat(OriginPositions.decode(OriginPositions.of(positions).encode())
                        .asMap())
                .isEqualTo(positions);
    }

    @Test
    void aRegionAtItsBeginningMakesNoDifference() {
        OriginPositions place = OriginPositions.of(Map.of(EU, 0L));

        assertThat(place).isEqualTo(OriginPositions.none());
        assertThat(OriginPositions.none().with(EU, 3).with(EU, 0).encode())
                .isEqualTo(OriginPositions.none().encode());
    }

    @Test
    void whatBothMeanIsTheLowerOfEachRegion() {
        OriginPositions one = OriginPositions.of(Map.of(EU, 5L, US, 3L));
        OriginPositions other = OriginPositions.of(Map.of(EU, 4L, Region.of("ap"), 9L));

        assertThat(one.meet(other)).isEqualTo(other.meet(one)).isEqualTo(OriginPositions.of(Map.of(EU, 4L)));
    }

    /** Each cut, each changed character. */
    @Test
    void aDamagedTextIsRefused() {
        String text = OriginPositions.of(Map.of(EU, 1_234L, US, 99L)).encode();
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            String changed = cut + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1);
            assertThatIllegalArgumentException().isThrownBy(() -> OriginPositions.decode(cut));
            assertThatIllegalArgumentException().isThrownBy(() -> OriginPositions.decode(changed));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "AAAA", "AAAAAAAA", "not a position", "QAAAAAAA==", "é", "\u0000"})
    void garbageIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> OriginPositions.decode(text));
    }

    @Test
    void aConsistencyTokenIsNoPosition() {
        String token = ConsistencyToken.of(EU, 5, Map.of()).encode();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPositions.decode(token))
                .withMessageContaining("unknown version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsistencyToken.decode(
                        OriginPositions.none().with(EU, 5).encode()));
    }

    /** With a right checksum, but written in another way, or beyond what a number holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "40 01 02 6575 8500", // a varint with a zero more than it needs
                "40 01 02 6575 00", // a region at its beginning
                "40 02 02 7573 02 6575 05 05", // regions descend
                "40 02 02 6575 02 6575 05 05", // a region twice
                "40 01 02 6575 05 00", // a byte too much
                "40 01 02 6575", // no position
                "40 01 02 4575 05", // no name of a region
                "40 01 02 6575 ffffffffffffffffff01", // 2^64 - 1
                "40 ffffffffffffffffff01 02 6575 05"
            })
    void whatIsNotCanonicalIsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        String text = TokenCoding.seal(ByteBuffer.allocate(100).put(bytes));

        assertThatIllegalArgumentException().isThrownBy(() -> OriginPositions.decode(text));
    }
}
