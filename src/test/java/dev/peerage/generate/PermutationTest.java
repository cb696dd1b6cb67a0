package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 1_000, 65_536, 65_537, 1_000_003})
    void everyNumberOccursOnce(int size) {
        Permutation permutation = new Permutation(size, 99);
        BitSet seen = new BitSet(size);
        for (int position = 0; position < size; position++) {
            int value = permutation.at(position);
            assertThat(value).isBetween(0, size - 1);
            seen.set(value);
        }
        assertThat(seen.cardinality()).isEqualTo(size);
    }

    @Test
    void firstValuesAreSpreadOverAll() {
        int[] tenths = new int[10];
        for (long key = 0; key < 200; key++) {
            Permutation permutation = new Permutation(1_000_000, Draws.mix(key));
            for (int position = 0; position < 50; position++) {
                tenths[permutation.at(position) / 100_000]++;
            }
        }
        assertThat(Arrays.stream(tenths)).allMatch(count -> count > 850 && count < 1_150);
    }
}
