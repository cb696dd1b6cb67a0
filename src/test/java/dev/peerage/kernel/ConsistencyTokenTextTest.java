package dev.peerage.kernel;

import static dev.peerage.kernel.Stamps.EU;
import static dev.peerage.kernel.Stamps.US;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTextTest {

    private final ConsistencyToken token = ConsistencyToken.none()
            .withPosition(EU, 1_000_000_000)
            .withPosition(US, 0)
            .about("user/4711", VersionVector.parse("ap~3.eu~200"));

    @Test
    void readsWhatItWrote() {
        assertThat(ConsistencyToken.decode(token.encode())).isEqualTo(token);
        ConsistencyToken extreme = token.withPosition(EU, Long.MAX_VALUE)
                .about("group/1", VersionVector.of(new Dot(US, Long.MAX_VALUE)))
                .about("group/2", VersionVector.none());
        assertThat(ConsistencyToken.decode(extreme.encode())).isEqualTo(extreme);
        assertThat(ConsistencyToken.decode(ConsistencyToken.none().encode())).isEqualTo(ConsistencyToken.none());
    }

    /** Clients keep tokens across upgrades, so what was handed out must be read ever after. */
    @Test
    void readsTokensOfTheFirstVersion() {
        assertThat(ConsistencyToken.decode("AQMCYXACZXUCdXMAgZTr3AMBKbQsSvl75nUDyAEAjv7x6Q"))
                .isEqualTo(token);
    }

    @Test
    void namesWhoGaveIt() {
        ConsistencyToken given = ConsistencyToken.of(US, 5, Map.of(EU, 1_000L, Region.of("zz"), 7L));
        assertThat(ConsistencyToken.decode(given.encode())).isEqualTo(given);
        assertThat(ConsistencyToken.decode(given.encode()).giver()).contains(US);
        assertThat(ConsistencyToken.decode(given.about("user/1", VersionVector.parse("ap~3"))
                                .encode())
                        .giver())
                .contains(US);
        assertThat(ConsistencyToken.decode(token.encode()).giver()).isEmpty();
    }

    @Test
    void isUrlSafe() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(anyToken(random).encode()).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void isShortEvenForFiveRegionsWithLongNames() {
        Map<Region, Long> positions = new TreeMap<>();
        VersionVector version = VersionVector.none();
        for (char c = 'a'; c <= 'e'; c++) {
            Region region = Region.of((c + "-region-of-16-chars").substring(0, Region.MAX_LENGTH));
            positions.put(region, 1_000_000_000L);
            version = version.with(new Dot(region, 1_000_000_000));
        }
        Region giver = positions.keySet().iterator().next();
        ConsistencyToken large = ConsistencyToken.of(giver, 1_000_000_000, positions);
        assertThat(large.about("user/4711", version).encode()).hasSizeLessThan(200);
    }

    @Test
    void equalTokensHaveEqualTexts() {
        ConsistencyToken same = ConsistencyToken.none()
                .about("user/4711", VersionVector.parse("eu~200"))
                .withPosition(US, 0)
                .about("user/4711", VersionVector.parse("ap~3"))
                .withPosition(EU, 1_000_000_000);
        assertThat(same.encode()).isEqualTo(token.encode());
    }

    @Test
    void aTokenOfTooManyResourcesIsNotHandedOut() {
        ConsistencyToken many = ConsistencyToken.none();
        for (int i = 0; i < 1_000; i++) {
            many = many.about("user/" + i, VersionVector.parse("eu~1"));
        }
        assertThatIllegalStateException().isThrownBy(many::encode);
    }

    @Test
    void theLongestTextIsReadAndALongerOneIsNot() {
        // 8 bytes of frame, 4 of a region's name and 9 for each resource are 3072, in base64 4096 characters
        ConsistencyToken longest = ConsistencyToken.none().withPosition(Region.of("long"), 1);
        for (int i = 0; i < 340; i++) {
            longest = longest.about("user/" + i, VersionVector.none());
        }
        assertThat(longest.encode()).hasSize(ConsistencyToken.MAX_LENGTH);
        assertThat(ConsistencyToken.decode(longest.encode())).isEqualTo(longest);
        assertRefused("A".repeat(ConsistencyToken.MAX_LENGTH + 1), "at most 4096 characters");
        assertRefused("A".repeat(10_000_000), "at most 4096 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "'', cut short",
        "A, base64",
        "AQ, cut short",
        "AQAAAA, cut short",
        "AQAAAAA, wrong checksum",
        "'AQA AAA', base64",
        "AQAAAA+A, base64",
        "AQAAAA/A, base64",
        "äöü, base64",
        "AwAAAAAA, unknown version 3",
        "_wAAAAAA, unknown version 255"
    })
    void refusesGarbage(String text, String complaint) {
        assertRefused(text, complaint);
    }

    @Test
    void refusesAnyCutText() {
        String text = token.encode();
        for (int length = 0; length < text.length(); length++) {
            assertRefused(text.substring(0, length), "consistency token");
        }
    }

    @Test
    void refusesAnyChangedCharacter() {
        String text = token.encode();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(text.substring(0, i) + other + text.substring(i + 1), "consistency token");
        }
    }

    @Test
    void refusesPadding() {
        String unpadded = token.withPosition(Region.of("e"), 1).encode();
        assertThat(unpadded.length() % 4).isNotZero();
        assertRefused(unpadded + "=".repeat(4 - unpadded.length() % 4), "canonical");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\1\177", // 127 regions, none there
                "\1\377\377\377\377\377\377\377\377\377\1", // 2^64-1 regions
                "\1\1\377eu", // a name of 255 characters
                "\1\1\2eu\200", // a number that does not end
                "\1\1\2eu\2\1\2\3", // half a resource
            })
    void refusesBytesThatAnnounceMoreThanThereIs(String body) {
        assertRefused(sealed(body), "announces more than it holds");
    }

    @ParameterizedTest
    @CsvSource({
        "'\1\1\2EU\2', region name",
        "'\1\1\0\2', region name",
        "'\1\1\2eu\377\377\377\377\377\377\377\377\377\377\1', more than 64 bits",
        "'\1\1\2eu\202\200\200\200\200\200\200\200\200\1', above 2^63-1",
        "'\1\1\2eu\0', canonical", // a region that nothing is said about
        "'\1\2\2us\2eu\2\2', canonical", // regions descend
        "'\1\2\2eu\2eu\2\2', canonical", // a region twice
        "'\1\1\2eu\202\0', canonical", // a number with leading zeros
        "'\1\1\2eu\2AAAAAAAA\1AAAAAAAA\1', canonical", // a resource twice
    })
    void refusesWellSealedBytesThatNobodyWrote(String body, String complaint) {
        assertRefused(sealed(body), complaint);
    }

    @Test
    void whateverItReadsItWritesAlike() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20_000; i++) {
            String text = anyToken(random).encode();
            byte[] body = Base64.getUrlDecoder().decode(text);
            body[random.nextInt(1, body.length - Integer.BYTES)] = (byte) random.nextInt();
            String changed = sealed(new String(body, 0, body.length - Integer.BYTES, ISO_8859_1));
            assertThat(ConsistencyToken.decode(text).encode()).isEqualTo(text);
            try {
                assertThat(ConsistencyToken.decode(changed).encode()).isEqualTo(changed);
            } catch (IllegalArgumentException _) {
                // the other allowed answer
            }
        }
    }

    private static ConsistencyToken anyToken(SplittableRandom random) {
        ConsistencyToken token = ConsistencyToken.none();
        for (int i = random.nextInt(4); i > 0; i--) {
            Region region = Region.of("r" + random.nextInt(4));
            token = token.withPosition(region, random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63))
                    .about("user/" + random.nextInt(3), VersionVector.of(new Dot(region, random.nextLong(1, 300))));
        }
        return token;
    }

    /** Bytes, one a character, with a right checksum, as text. */
    private static String sealed(String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        ByteBuffer whole = ByteBuffer.allocate(bytes.length + Integer.BYTES);
        whole.put(bytes).putInt((int) checksum.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    }

    private static void assertRefused(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsistencyToken.decode(text))
                .satisfies(refusal -> assertThat(refusal).message().containsIgnoringCase(complaint));
    }
}
