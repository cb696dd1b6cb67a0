package dev.peerage.membership;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.group.GroupId;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.testing.Permutations;
import dev.peerage.user.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A membership as a function of the set of its events. */
class MembershipStateTest {

    private static final GroupId BOWLERS = new GroupId("bowlers");
    private static final UserId HOMER = new UserId("homer");
    private static final MembershipAdded ADDED = new MembershipAdded(BOWLERS, HOMER);
    private static final MembershipRemoved REMOVED = new MembershipRemoved(BOWLERS, HOMER);

    private static final List<StampedEvent<DomainEvent>> HISTORY = Writing.history(
            in("eu").event(ADDED).event(REMOVED),
            in("us").seeing("eu~1").event(ADDED),
            in("ap").seeing("us~1").event(REMOVED).event(ADDED));

    @Test
    void orderAndDuplicatesMakeNoDifference() {
        MembershipState state = fold(HISTORY);

        Permutations.forEach(HISTORY, order -> {
            List<StampedEvent<DomainEvent>> twice = new ArrayList<>(order);
            twice.addAll(order.reversed());
            assertThat(fold(order)).isEqualTo(state);
            assertThat(fold(twice)).isEqualTo(state);
            assertThat(MembershipStateJson.write(fold(order))).isEqualTo(MembershipStateJson.write(state));
        });
    }

    @Test
    void whatIsKeptInARowIsReadBackAsItWas() {
        for (int length = 0; length <= HISTORY.size(); length++) {
            MembershipState some = fold(HISTORY.subList(0, length));
            assertThat(MembershipStateJson.read(MembershipStateJson.write(some)))
                    .isEqualTo(some);
        }
    }

    @Test
    void versionNamesAddsAndRemoves() {
        assertThat(fold(HISTORY).version()).isEqualTo(VersionVector.parse("ap~2.eu~2.us~1"));
        assertThat(fold(HISTORY.subList(1, 2)).version()).isEqualTo(VersionVector.parse("eu~2"));
        assertThat(MembershipState.none().version().isEmpty()).isTrue();
    }

    @Test
    void factHoldsOnlyIfEveryPolicyReadsIt() {
        MembershipState settled = fold(HISTORY.subList(0, 1));
        MembershipState concurrent = fold(HISTORY.subList(0, 3));

        assertThat(settled.holds(ADDED)).isTrue();
        assertThat(settled.holds(REMOVED)).isFalse();
        assertThat(MembershipState.none().holds(REMOVED)).isTrue();
        assertThat(concurrent.member(MembershipPolicy.ADD_WINS)).isTrue();
        assertThat(concurrent.member(MembershipPolicy.REMOVE_WINS)).isFalse();
        assertThat(concurrent.holds(ADDED)).isFalse();
        assertThat(concurrent.holds(REMOVED)).isFalse();
    }

    @Test
    void subjectNamesGroupAndUser() {
        MembershipId id = new MembershipId(BOWLERS, HOMER);

        assertThat(ADDED.subject()).isEqualTo("membership/bowlers/homer").isEqualTo(id.subject());
        assertThat(MembershipId.ofSubject(ADDED.subject())).isEqualTo(id);
    }

    private static MembershipState fold(List<StampedEvent<DomainEvent>> events) {
        MembershipState state = MembershipState.none();
        for (StampedEvent<DomainEvent> each : events) {
            state = state.with((MembershipEvent) each.event(), each.stamp());
        }
        return state;
    }
}
