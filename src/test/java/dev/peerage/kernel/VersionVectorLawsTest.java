package dev.peerage.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Version vectors against plain maps, on random small ones, where coincidences are frequent. */
class VersionVectorLawsTest {

    private static final List<Region> REGIONS =
            List.of(Region.of("ap"), Region.of("eu"), Region.of("sa"), Region.of("us"));

    private final SplittableRandom random;

    VersionVectorLawsTest(RepetitionInfo repetition) {
        random = new SplittableRandom(repetition.getCurrentRepetition());
    }

    @RepeatedTest(10)
    void readLikeMaps() {
        for (int i = 0; i < 1_000; i++) {
            Map<Region, Long> map = anyMap();
            VersionVector vector = vectorOf(map);
            assertThat(vector.entries()).containsExactlyEntriesOf(map);
            assertThat(vector.isEmpty()).isEqualTo(map.isEmpty());
            assertThat(VersionVector.parse(vector.toString())).isEqualTo(vector).hasSameHashCodeAs(vector);
            for (Region region : REGIONS) {
                assertThat(vector.get(region)).isEqualTo(map.getOrDefault(region, 0L));
            }
        }
    }

    @RepeatedTest(10)
    void joinIsThePointwiseMaximumAndCoversIsItsOrder() {
        for (int i = 0; i < 1_000; i++) {
            Map<Region, Long> one = anyMap();
            Map<Region, Long> other = anyMap();
            Map<Region, Long> maximum = new TreeMap<>(one);
            other.forEach((region, sequence) -> maximum.merge(region, sequence, Math::max));

            VersionVector joined = vectorOf(one).join(vectorOf(other));
            assertThat(joined)
                    .isEqualTo(vectorOf(maximum))
                    .isEqualTo(vectorOf(other).join(vectorOf(one)));
            assertThat(joined.entries()).containsExactlyEntriesOf(maximum);
            assertThat(vectorOf(one).covers(vectorOf(other))).isEqualTo(maximum.equals(one));
            assertThat(vectorOf(one).equals(vectorOf(other))).isEqualTo(one.equals(other));
        }
    }

    @RepeatedTest(10)
    void joinIsAssociativeAndIdempotent() {
        for (int i = 0; i < 1_000; i++) {
            VersionVector a = vectorOf(anyMap());
            VersionVector b = vectorOf(anyMap());
            VersionVector c = vectorOf(anyMap());
            assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
            assertThat(a.join(a)).isSameAs(a);
        }
    }

    private Map<Region, Long> anyMap() {
        Map<Region, Long> map = new TreeMap<>();
        for (Region region : REGIONS) {
            long sequence = random.nextLong(4);
            if (sequence > 0) {
                map.put(region, sequence);
            }
        }
        return map;
    }

    private VersionVector vectorOf(Map<Region, Long> map) {
        Dot[] dots = map.entrySet().stream()
                .map(entry -> new Dot(entry.getKey(), entry.getValue()))
                .sorted((_, _) -> random.nextInt(-1, 2))
                .toArray(Dot[]::new);
        return VersionVector.of(dots);
    }
}
