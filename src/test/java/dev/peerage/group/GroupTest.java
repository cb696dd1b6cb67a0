package dev.peerage.group;

import static dev.peerage.eventstore.Writing.in;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.RegionalFixture;
import dev.peerage.eventstore.Writing;
import dev.peerage.eventstore.Written;
import dev.peerage.group.GroupCommand.CreateGroup;
import dev.peerage.group.GroupCommand.DeleteGroup;
import dev.peerage.group.GroupCommand.PatchGroup;
import dev.peerage.group.GroupCommand.PutGroup;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.VersionVector;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.axonframework.test.matchers.Matchers;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which events commands lead to, and which they refuse. */
class GroupTest {

    private static final GroupId ID = new GroupId("bowlers");

    /** Region {@code eu} has set all fields: events 1 to 3. */
    private static final Writing WRITTEN = in("eu").event(new GroupNameSet(ID, "Bowlers"))
            .event(new GroupDescriptionSet(ID, "Pin Pals"))
            .event(new GroupMembershipPolicySet(ID, MembershipPolicy.REMOVE_WINS));

    @Test
    void createSetsEveryFieldThatIsGiven() {
        unknown()
                .when(new CreateGroup(ID, fields("Bowlers", "Pin Pals", MembershipPolicy.REMOVE_WINS)))
                .expectEvents(
                        new GroupNameSet(ID, "Bowlers"),
                        new GroupDescriptionSet(ID, "Pin Pals"),
                        new GroupMembershipPolicySet(ID, MembershipPolicy.REMOVE_WINS))
                .expectResultMessagePayloadMatching(answer(it -> it.created() && it.changed()));
    }

    @Test
    void whatANewGroupHasAnywayIsNotWritten() {
        unknown()
                .when(new CreateGroup(ID, fields("Bowlers", null, MembershipPolicy.ADD_WINS)))
                .expectEvents(new GroupNameSet(ID, "Bowlers"));
    }

    @Test
    void putOfANewGroupCreatesIt() {
        unknown()
                .when(put(fields("Bowlers", null, MembershipPolicy.ADD_WINS)))
                .expectEvents(new GroupNameSet(ID, "Bowlers"))
                .expectResultMessagePayloadMatching(answer(it -> it.created()
                        && it.changed()
                        && it.state().version().equals(VersionVector.parse("eu~1"))
                        && it.state().policy() == MembershipPolicy.ADD_WINS));
    }

    @Test
    void putTakesAwayWhatItDoesNotGive() {
        known().when(put(fields("Bowlers", null, MembershipPolicy.ADD_WINS)))
                .expectEvents(
                        new GroupDescriptionSet(ID, null), new GroupMembershipPolicySet(ID, MembershipPolicy.ADD_WINS))
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && it.changed()));
    }

    @Test
    void putOfWhatIsThereWritesNothing() {
        known().when(put(fields("Bowlers", "Pin Pals", MembershipPolicy.REMOVE_WINS)))
                .expectNoEvents()
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && !it.changed()));
    }

    @Test
    void patchWritesOnlyWhatDiffers() {
        known().when(patch(
                        Precondition.NONE,
                        new GroupNameSet(ID, "Bowlers"),
                        new GroupDescriptionSet(ID, "The Pin Pals"),
                        new GroupMembershipPolicySet(ID, MembershipPolicy.REMOVE_WINS)))
                .expectEvents(new GroupDescriptionSet(ID, "The Pin Pals"));
    }

    @Test
    void whatWasWrittenConcurrentlyIsSettledByWritingWhatIsShown() {
        Writing us = in("us").event(new GroupNameSet(ID, "Keglers"));

        unknown()
                .given(WRITTEN, us)
                .when(patch(Precondition.NONE, new GroupNameSet(ID, "Keglers")))
                .expectEvents(new GroupNameSet(ID, "Keglers"))
                .expectResultMessagePayloadMatching(
                        answer(it -> it.state().name().conflicts().isEmpty()
                                && it.state().version().equals(VersionVector.parse("eu~4.us~1"))));
    }

    @Test
    void deletedGroupIsNotKnownAnyMore() {
        known().when(new DeleteGroup(ID, Precondition.NONE))
                .expectEvents(new GroupDeleted(ID))
                .expectResultMessagePayloadMatching(
                        answer(it -> !it.state().exists() && it.state().deleted()));
        deleted()
                .when(new DeleteGroup(ID, Precondition.NONE))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
        deleted()
                .when(patch(Precondition.NONE, new GroupNameSet(ID, "Keglers")))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void idOfADeletedGroupIsNotUsedAgain() {
        deleted()
                .when(put(fields("Bowlers", null, MembershipPolicy.ADD_WINS)))
                .expectException(Refusal.Retired.class)
                .expectNoEvents();
    }

    @Test
    void deletionElsewhereWinsOverAConcurrentWrite() {
        unknown()
                .given(in("us").event(new GroupDeleted(ID)), WRITTEN)
                .when(patch(Precondition.NONE, new GroupNameSet(ID, "Keglers")))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void unknownGroupIsNeitherPatchedNorDeleted() {
        unknown()
                .when(patch(Precondition.NONE, new GroupNameSet(ID, "Keglers")))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
        unknown()
                .when(new DeleteGroup(ID, Precondition.NONE))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void writesAreRefusedAtAnotherVersion() {
        Precondition atSecond = new Precondition.AtVersion(Set.of(VersionVector.parse("eu~2")));

        known().when(new PutGroup(ID, fields("Keglers", null, MembershipPolicy.ADD_WINS), atSecond))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        known().when(patch(atSecond, new GroupNameSet(ID, "Keglers")))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        known().when(new DeleteGroup(ID, atSecond))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
    }

    @Test
    void writesAreAcceptedAtTheirVersion() {
        Precondition now = new Precondition.AtVersion(Set.of(VersionVector.parse("eu~3")));

        known().when(patch(now, new GroupNameSet(ID, "Keglers"))).expectEvents(new GroupNameSet(ID, "Keglers"));
        known().when(new DeleteGroup(ID, now)).expectEvents(new GroupDeleted(ID));
    }

    private static RegionalFixture<Group> unknown() {
        return RegionalFixture.of(Group.class, Group::new);
    }

    private static RegionalFixture<Group> known() {
        return unknown().given(WRITTEN);
    }

    private static RegionalFixture<Group> deleted() {
        return unknown().given(WRITTEN.event(new GroupDeleted(ID)));
    }

    private static GroupFields fields(String name, @Nullable String description, MembershipPolicy policy) {
        return new GroupFields(
                new GroupName(name), description == null ? null : new GroupDescription(description), policy);
    }

    private static PutGroup put(GroupFields fields) {
        return new PutGroup(ID, fields, Precondition.NONE);
    }

    private static PatchGroup patch(Precondition precondition, GroupEvent... facts) {
        return new PatchGroup(ID, List.of(facts), precondition);
    }

    private static Matcher<Written<GroupState>> answer(Predicate<Written<GroupState>> condition) {
        return Matchers.matches(condition);
    }
}
