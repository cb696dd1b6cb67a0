package dev.peerage.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who has which share, and who leads. */
class CompanyTest {

    private static List<Integer> sharesOf(int own, Integer... numbers) {
        return sharesOf(company(own, numbers), "work");
    }

    private static List<Integer> sharesOf(Company company, String work) {
        return IntStream.range(0, 4)
                .filter(share -> company.isDealt(work, share))
                .boxed()
                .toList();
    }

    private static Company company(int own, Integer... numbers) {
        return new Company(
                Stream.of(numbers)
                        .map(number -> new Company.Member(number, Set.of("work")))
                        .toList(),
                own);
    }

    @Test
    void workIsDealtAmongThoseWhoOfferIt() {
        List<Company.Member> members = List.of(
                new Company.Member(3, Set.of("old")),
                new Company.Member(5, Set.of("new", "other")),
                new Company.Member(8, Set.of("new")));
        assertThat(sharesOf(new Company(members, 3), "new")).isEmpty();
        assertThat(sharesOf(new Company(members, 5), "new")).containsExactly(0, 2);
        assertThat(sharesOf(new Company(members, 8), "new")).containsExactly(1, 3);
        assertThat(sharesOf(new Company(members, 3), "old")).containsExactly(0, 1, 2, 3);
        assertThat(sharesOf(new Company(members, 3), "nobody's")).isEmpty();
    }

    @Test
    void oneHasAll() {
        assertThat(sharesOf(7, 7)).containsExactly(0, 1, 2, 3);
        assertThat(company(7, 7).isAlone()).isTrue();
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
        assertThat(company(3, 3, 8).leads()).isTrue();
        assertThat(company(8, 3, 8).leads()).isFalse();
    }
}
