package dev.peerage.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void whatDiffersIsWhatAnyoneWouldSayDiffers() {
        SplittableRandom random = new SplittableRandom(20_261_127);
        for (int i = 0; i < 2_000; i++) {
            Map<String, Integer> one = random(random);
            Map<String, Integer> other = random(random);
            TreeSet<String> differing = new TreeSet<>(one.keySet());
            differing.addAll(other.keySet());
            differing.removeIf(subject -> Objects.equals(one.get(subject), other.get(subject)));

            assertThat(Comparison.differing(digests(one), digests(other))).containsExactlyElementsOf(differing);
        }
    }

    private static Map<String, Integer> random(SplittableRandom random) {
        Map<String, Integer> contents = new TreeMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            contents.put("user/" + random.nextInt(8), random.nextInt(2));
        }
        return contents;
    }

    private static Stream<Digest> digests(Map<String, Integer> contents) {
        return contents.entrySet().stream()
                .map(each -> new Digest(each.getKey(), each.getValue().toString()));
    }

    @Test
    void noMoreAreNamedThanAnyoneReads() {
        List<String> differing = Comparison.differing(
                Stream.iterate(100_000, i -> i + 1).limit(50_000).map(i -> new Digest("user/" + i, "")),
                Stream.empty());

        assertThat(differing).hasSize(Comparison.MOST).startsWith("user/100000");
    }
}
