package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentifiersTest {

    @Test
    void idsAreUniqueAndFitTheApi() {
        Identifiers ids = Identifiers.ofUsers(1);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500_000; i++) {
            seen.add(ids.of(i));
        }
        assertThat(seen).hasSize(500_000);
        assertThat(seen.stream().limit(10_000)).allMatch(id -> id.matches("u-[0-9a-hjkmnp-tv-z]{10}"));
    }

    @Test
    void idsDoNotCountUp() {
        Identifiers ids = Identifiers.ofGroups(1);

        for (int i = 0; i < 100; i++) {
            String one = ids.of(i);
            String next = ids.of(i + 1);
            assertThat(one.substring(0, 5)).as("%s, %s", one, next).isNotEqualTo(next.substring(0, 5));
        }
    }
}
