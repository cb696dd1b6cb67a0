package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peerage.generate.Draws.Purpose;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankedTest {

    private static <T> Map<T, Long> draws(Ranked<T> ranked, int count) {
        Draws draws = Draws.of(3, Purpose.USER, 0);
        return IntStream.range(0, count)
                .mapToObj(_ -> ranked.draw(draws))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void valuesAreDrawnAsOftenAsTheirWeightSays() {
        Map<Integer, Long> drawn = draws(Ranked.weighted(List.of(1, 4, 5), Integer::intValue), 100_000);

        assertThat(drawn.get(1)).isBetween(9_500L, 10_500L);
        assertThat(drawn.get(4)).isBetween(39_000L, 41_000L);
        assertThat(drawn.get(5)).isBetween(49_000L, 51_000L);
    }

    @Test
    void frequencyFallsWithTheRank() {
        Map<String, Long> drawn = draws(Ranked.byRank(List.of("first", "second", "third"), 0), 110_000);

        assertThat(drawn.get("first")).isBetween(59_000L, 61_000L);
        assertThat(drawn.get("second")).isBetween(29_000L, 31_000L);
        assertThat(drawn.get("third")).isBetween(19_000L, 21_000L);
    }

    @Test
    void emptinessIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ranked.byRank(List.of(), 1));
    }
}
