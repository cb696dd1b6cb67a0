package dev.peerage.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.simulation.Orderings.Deed;
import dev.peerage.simulation.Orderings.Direction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All orders of add, sync, sync, delete on three regions, after the largest published suite of this kind, that of 389
 * Directory Server: 5,775 orderings, in six days.
 *
 * <p>Each region does four things in its order: it adds, synchronises with the one neighbour, then with the other, and
 * deletes. Three such sequences interleave in 12! / (4!)³ = 34,650 ways; those are 5,775 if regions that change places
 * count once, but ours do not change places freely, as the names of regions break ties. Beside these, the crossed ones:
 * each region may instead delete first and add last, which makes 2³ combinations; and synchronising is sending, or it
 * is fetching. That is 8 · 2 · 34,650 = 554,400 orderings of each matter.
 *
 * <p>After each, all three regions receive the rest, and have to be equal, and as defined.
 */
class AllOrderingsTest {

    private static final long INTERLEAVINGS = 34_650;
    private static final List<Deed> ADD_FIRST =
            List.of(Deed.ADD, Deed.SYNC_WITH_NEXT, Deed.SYNC_WITH_LAST, Deed.DELETE);
    private static final List<Deed> DELETE_FIRST =
            List.of(Deed.DELETE, Deed.SYNC_WITH_NEXT, Deed.SYNC_WITH_LAST, Deed.ADD);

    @ParameterizedTest
    @EnumSource
    void allRegionsAgreeAfterEveryOrdering(Matter matter) {
        List<Orderings> all = orderings(matter, new Logic());

        assertThat(all.parallelStream().mapToLong(Orderings::run).sum()).isEqualTo(2 * 8 * INTERLEAVINGS);
    }

    /** The orderings are worth what they find. */
    @ParameterizedTest
    @CsvSource({
        "MEMBER, A_REMOVE_TAKES_ALL_THAT_IS_HERE",
        "MEMBER_FROM_THE_START, A_REMOVE_IS_FORGOTTEN_ONCE_APPLIED",
        "NAME, REGISTERS_KEEP_NO_CONTEXT",
        "NAME, CONFLICTS_ARE_DROPPED",
        "USER_ITSELF, DELETION_IS_NOT_FINAL",
        "USERNAME_AND_ITS_USER, THE_LATEST_CLAIM_HOLDS",
        "USERNAME, THE_FIRST_CLAIM_BY_REGION_HOLDS",
        "USERNAME_AND_ITS_HOLDER, THE_LATEST_CLAIM_HOLDS"
    })
    void noMistakeGoesUnnoticed(Matter matter, Mutant mutant) {
        List<Orderings> all = orderings(matter, mutant.logic());

        assertThatThrownBy(() -> all.forEach(Orderings::run))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(matter + ", ");
    }

    private static List<Orderings> orderings(Matter matter, Logic logic) {
        List<Orderings> all = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (int crossed = 0; crossed < 8; crossed++) {
                all.add(new Orderings(
                        matter, direction, List.of(script(crossed, 0), script(crossed, 1), script(crossed, 2)), logic));
            }
        }
        return all;
    }

    private static List<Deed> script(int crossed, int region) {
        return (crossed >> region & 1) == 0 ? ADD_FIRST : DELETE_FIRST;
    }
}
