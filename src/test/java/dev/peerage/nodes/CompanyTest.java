package dev.peerage.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has which share, and who leads. */
class CompanyTest {

    private static List<Integer> sharesOf(int own, Integer... numbers) {
        Company company = new Company(List.of(numbers), own);
        return IntStream.range(0, 4).filter(company::isDealt).boxed().toList();
    }

    @Test
    void oneHasAll() {
        assertThat(sharesOf(7, 7)).containsExactly(0, 1, 2, 3);
        assertThat(new Company(List.of(7), 7).isAlone()).isTrue();
    }

    @Test
    void eachShareIsOneNodes() {
        assertThat(sharesOf(3, 3, 8)).containsExactly(0, 2);
        assertThat(sharesOf(8, 3, 8)).containsExactly(1, 3);
    }

    @Test
    void moreNodesThanSharesLeaveTheLastOnesWithout() {
        assertThat(sharesOf(9, 3, 5, 6, 7, 9)).isEmpty();
        assertThat(sharesOf(3, 3, 5, 6, 7, 9)).containsExactly(0);
    }

    @Test
    void theOneThatCameFirstLeads() {
        assertThat(new Company(List.of(3, 8), 3).leads()).isTrue();
        assertThat(new Company(List.of(3, 8), 8).leads()).isFalse();
    }
}
