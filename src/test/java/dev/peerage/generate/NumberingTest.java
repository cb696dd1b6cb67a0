package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberingTest {

    @Test
    void countsEachTextWhileItGrows() {
        Random random = new Random(8);
        Numbering numbering = new Numbering();
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            String text = "name" + random.nextInt(60_000);

            assertThat(numbering.next(text)).isEqualTo(expected.merge(text, 1, Integer::sum));
        }
    }
}
