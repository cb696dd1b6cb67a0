package dev.peerage.group;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.testing.Permutations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group as a function of the set of its events. */
class GroupStateTest {

    private static final GroupId ID = new GroupId("bowlers");

    private static final List<StampedEvent<DomainEvent>> HISTORY = Writing.history(
            in("eu").event(new GroupNameSet(ID, "Bowlers"))
                    .event(new GroupMembershipPolicySet(ID, MembershipPolicy.REMOVE_WINS)),
            in("us").seeing("eu~1")
                    .event(new GroupNameSet(ID, "Keglers"))
                    .event(new GroupMembershipPolicySet(ID, MembershipPolicy.ADD_WINS)),
            in("ap").seeing("eu~2.us~1")
                    .event(new GroupDescriptionSet(ID, null))
                    .event(new GroupNameSet(ID, "Pin Pals")));

    @Test
    void orderAndDuplicatesMakeNoDifference() {
        GroupState state = fold(HISTORY);

        Permutations.forEach(HISTORY, order -> {
            List<StampedEvent<DomainEvent>> twice = new ArrayList<>(order);
            twice.addAll(order.reversed());
            assertThat(fold(order)).isEqualTo(state);
            assertThat(fold(twice)).isEqualTo(state);
            assertThat(GroupStateJson.write(fold(order))).isEqualTo(GroupStateJson.write(state));
        });
    }

    @Test
    void deletionWinsInWhateverOrder() {
        List<StampedEvent<DomainEvent>> history = Writing.history(
                in("eu").event(new GroupNameSet(ID, "Bowlers")).event(new GroupDescriptionSet(ID, "Pin Pals")),
                in("us").seeing("eu~1").event(new GroupDeleted(ID)));
        GroupState state = fold(history);

        assertThat(state.deleted()).isTrue();
        assertThat(state.exists()).isFalse();
        assertThat(state.name().isSet()).isFalse();
        Permutations.forEach(history, order -> assertThat(fold(order)).isEqualTo(state));
    }

    @Test
    void whatIsKeptInARowIsReadBackAsItWas() {
        Permutations.forEach(HISTORY, order -> {
            GroupState some = fold(order.subList(0, 4));
            assertThat(GroupStateJson.read(GroupStateJson.write(some))).isEqualTo(some);
        });
        GroupState deleted = fold(Writing.history(in("eu").event(new GroupDeleted(ID))));
        assertThat(GroupStateJson.read(GroupStateJson.write(deleted))).isEqualTo(deleted);
    }

    @Test
    void groupAddsWinUnlessItIsSetOtherwise() {
        assertThat(GroupState.none().policy()).isEqualTo(MembershipPolicy.ADD_WINS);
        assertThat(fold(HISTORY.subList(0, 2)).policy()).isEqualTo(MembershipPolicy.REMOVE_WINS);
    }

    @Test
    void lastWriterIsShownAndTheOthersListed() {
        GroupState state = fold(Writing.history(
                in("eu").at(Instant.ofEpochMilli(2_000))
                        .event(new GroupNameSet(ID, "Bowlers"))
                        .event(new GroupDescriptionSet(ID, "Pin Pals"))
                        .event(new GroupMembershipPolicySet(ID, MembershipPolicy.REMOVE_WINS)),
                in("us").at(Instant.ofEpochMilli(3_000))
                        .event(new GroupNameSet(ID, "Keglers"))
                        .event(new GroupDescriptionSet(ID, null))
                        .event(new GroupMembershipPolicySet(ID, MembershipPolicy.ADD_WINS))));

        GroupResource shown = GroupResource.of("bowlers", state);

        assertThat(shown.name()).isEqualTo("Keglers");
        assertThat(shown.description()).isNull();
        assertThat(shown.membership()).isEqualTo("add-wins");
        assertThat(shown.createdAt()).isEqualTo(Instant.ofEpochMilli(2_000));
        assertThat(shown.updatedAt()).isEqualTo(Instant.ofEpochMilli(3_002));
        assertThat(shown.conflicts())
                .extracting(
                        GroupResource.Conflict::field, GroupResource.Conflict::value, GroupResource.Conflict::region)
                .containsExactly(
                        tuple("name", "Bowlers", "eu"),
                        tuple("description", "Pin Pals", "eu"),
                        tuple("membership", "remove-wins", "eu"));
    }

    private static GroupState fold(List<StampedEvent<DomainEvent>> events) {
        GroupState state = GroupState.none();
        for (StampedEvent<DomainEvent> each : events) {
            state = state.with((GroupEvent) each.event(), each.stamp());
        }
        return state;
    }
}
