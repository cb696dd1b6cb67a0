package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GroupSizesTest {

    @Test
    void twoGroupsHaveNearlyEverybodyAndMostHaveFew() {
        int[] sizes = GroupSizes.of(20_000, 1_000, 100_000, 42);
        int[] ascending = sizes.clone();
        Arrays.sort(ascending);

        assertThat(sizes[0]).isEqualTo(19_400);
        assertThat(sizes[1]).isEqualTo(16_400);
        assertThat(ascending[997]).isLessThanOrEqualTo(8_000);
        assertThat(ascending[500]).as("median").isBetween(3, 12);
        assertThat(Arrays.stream(ascending).filter(size -> size == 0).count()).isEqualTo(40);
        assertThat(Arrays.stream(ascending)
                        .filter(size -> size >= 3 && size <= 10)
                        .count())
                .isGreaterThan(350);
        assertThat(Arrays.stream(ascending).skip(990).sum())
                .as("the ten largest")
                .isGreaterThan(60_000);
    }

    @Test
    void largestGroupsStayBelowABoundHoweverManyUsersThereAre() {
        int[] sizes = GroupSizes.of(1_000_000, 50_000, GroupSizes.usual(1_000_000, 50_000), 1);

        assertThat(Arrays.stream(sizes).max()).hasValue(100_000);
        assertThat(Arrays.stream(sizes).asLongStream().sum()).isEqualTo(5_000_000);
    }

    @Test
    void usuallyThereAreFiveForEachUser() {
        assertThat(GroupSizes.usual(20_000, 1_000)).isEqualTo(100_000);
        assertThat(GroupSizes.usual(1_000, 1_000)).isEqualTo(5_000);
        assertThat(GroupSizes.usual(0, 10)).isZero();
        assertThat(GroupSizes.usual(10, 0)).isZero();
    }

    @Test
    void fewGroupsHaveFewerThanFiveForEachUserRatherThanEverybodyInAll() {
        assertThat(GroupSizes.usual(1_000, 3)).isEqualTo(970 + 820 + 400);
    }

    @Test
    void largeGroupsAreScatteredAmongTheNumbers() {
        int[] sizes = GroupSizes.of(20_000, 1_000, 100_000, 42);

        long descents = 0;
        for (int i = 3; i < sizes.length; i++) {
            descents += sizes[i] < sizes[i - 1] ? 1 : 0;
        }
        assertThat(descents).isBetween(350L, 650L);
    }
}
