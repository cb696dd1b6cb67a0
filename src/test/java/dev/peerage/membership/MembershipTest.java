package dev.peerage.membership;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.RegionalFixture;
import dev.peerage.eventstore.Writing;
import dev.peerage.eventstore.Written;
import dev.peerage.group.GroupId;
import dev.peerage.group.Groups;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.membership.MembershipCommand.RemoveMember;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.user.UserId;
import dev.peerage.user.Users;
import java.util.Set;
import java.util.function.Predicate;
import org.axonframework.test.matchers.Matchers;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events commands lead to, and which they refuse. */
class MembershipTest {

    private static final GroupId BOWLERS = new GroupId("bowlers");
    private static final UserId HOMER = new UserId("homer");
    private static final MembershipAdded ADDED = new MembershipAdded(BOWLERS, HOMER);
    private static final MembershipRemoved REMOVED = new MembershipRemoved(BOWLERS, HOMER);

    /**
     * Regions {@code eu} and {@code us} have, not knowing of each other, removed a member of {@code ap}'s and added him
     * again.
     */
    private static final Writing[] CONCURRENT = {
        in("ap").event(ADDED),
        in("eu").seeing("ap~1").event(REMOVED),
        in("us").seeing("ap~1").event(ADDED)
    };

    private final Groups groups = mock(Groups.class);
    private final Users users = mock(Users.class);

    @BeforeEach
    void groupAndUserAreKnown() {
        when(groups.exists(BOWLERS)).thenReturn(true);
        when(groups.policy(BOWLERS)).thenReturn(MembershipPolicy.ADD_WINS);
        when(users.exists(HOMER)).thenReturn(true);
    }

    @Test
    void userBecomesAMember() {
        fixture()
                .when(add(Precondition.NONE))
                .expectEvents(ADDED)
                .expectResultMessagePayloadMatching(answer(it ->
                        it.created() && it.changed() && it.state().version().equals(VersionVector.parse("eu~1"))));
    }

    @Test
    void memberIsNotAddedAgain() {
        fixture()
                .given(in("us").event(ADDED))
                .when(add(Precondition.NONE))
                .expectNoEvents()
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && !it.changed()));
    }

    @Test
    void memberIsRemoved() {
        fixture().given(in("us").event(ADDED)).when(remove(Precondition.NONE)).expectEvents(REMOVED);
    }

    @Test
    void whoIsNoMemberIsNotRemoved() {
        fixture().when(remove(Precondition.NONE)).expectNoEvents();
        fixture()
                .given(in("us").event(ADDED).event(REMOVED))
                .when(remove(Precondition.NONE))
                .expectNoEvents()
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && !it.changed()));
    }

    @Test
    void whoWasRemovedMayComeBack() {
        fixture()
                .given(in("us").event(ADDED).event(REMOVED))
                .when(add(Precondition.NONE))
                .expectEvents(ADDED)
                .expectResultMessagePayloadMatching(answer(Written::created));
    }

    @Test
    void addAgainstAConcurrentRemoveMakesAMemberByEitherPolicy() {
        RegionalFixture<Membership> fixture = fixture().given(CONCURRENT);

        fixture.when(add(Precondition.NONE))
                .expectEvents(ADDED)
                .expectResultMessagePayloadMatching(answer(it -> it.state().member(MembershipPolicy.ADD_WINS)
                        && it.state().member(MembershipPolicy.REMOVE_WINS)));
        assertThat(fixture.written().getLast().stamp().seen()).isEqualTo(VersionVector.parse("ap~1.eu~1.us~1"));
    }

    @Test
    void removeAgainstAConcurrentAddEndsTheMembershipByEitherPolicy() {
        when(groups.policy(BOWLERS)).thenReturn(MembershipPolicy.REMOVE_WINS);

        fixture()
                .given(CONCURRENT)
                .when(remove(Precondition.NONE))
                .expectEvents(REMOVED)
                .expectResultMessagePayloadMatching(answer(it -> !it.state().memberByAny()));
    }

    @Test
    void removeThatArrivedBeforeTheAddItHasSeenKeepsItRemoved() {
        fixture()
                .given(in("us").seeing("ap~1").event(REMOVED), in("ap").event(ADDED))
                .when(remove(Precondition.NONE))
                .expectNoEvents();
    }

    @Test
    void nobodyIsAddedToAnUnknownGroup() {
        when(groups.exists(BOWLERS)).thenReturn(false);

        fixture()
                .given(in("us").event(ADDED))
                .when(add(Precondition.NONE))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void unknownUserIsNotAdded() {
        when(users.exists(HOMER)).thenReturn(false);

        fixture()
                .when(add(Precondition.NONE))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void membershipOfAnUnknownGroupAndUserCanBeEnded() {
        when(groups.exists(BOWLERS)).thenReturn(false);
        when(users.exists(HOMER)).thenReturn(false);

        fixture().given(in("us").event(ADDED)).when(remove(Precondition.NONE)).expectEvents(REMOVED);
    }

    @Test
    void conditionsAreOnTheMembershipAsTheGroupsPolicyReadsIt() {
        Precondition present = new Precondition.Present();

        fixture().given(CONCURRENT).when(remove(present)).expectEvents(REMOVED);
        when(groups.policy(BOWLERS)).thenReturn(MembershipPolicy.REMOVE_WINS);
        fixture()
                .given(CONCURRENT)
                .when(remove(present))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        fixture().given(CONCURRENT).when(add(new Precondition.Absent())).expectEvents(ADDED);
    }

    @Test
    void membershipOfADeletedUserDoesNotExist() {
        when(users.exists(HOMER)).thenReturn(false);

        fixture()
                .given(in("us").event(ADDED))
                .when(remove(new Precondition.Present()))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
    }

    @Test
    void writesAreAcceptedAtTheirVersionOnly() {
        Precondition atFirst = new Precondition.AtVersion(Set.of(VersionVector.parse("us~1")));
        Writing again = in("us").event(ADDED).event(REMOVED).event(ADDED);

        fixture().given(in("us").event(ADDED)).when(remove(atFirst)).expectEvents(REMOVED);
        fixture()
                .given(again)
                .when(remove(atFirst))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        fixture()
                .given(again)
                .when(add(atFirst))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
    }

    @Test
    void decisionsReadNoMoreThanTheyRestOn() {
        assertThat(add(Precondition.NONE).asksFor()).containsExactlyInAnyOrder("group/bowlers", "user/homer");
        assertThat(add(Precondition.NONE).alsoReads()).isEmpty();
        assertThat(remove(Precondition.NONE).asksFor()).isEmpty();
        assertThat(remove(Precondition.NONE).alsoReads()).isEmpty();
        assertThat(remove(new Precondition.Present()).asksFor())
                .containsExactlyInAnyOrder("group/bowlers", "user/homer");
        assertThat(remove(new Precondition.Present()).alsoReads()).containsExactly("group/bowlers");
    }

    private RegionalFixture<Membership> fixture() {
        return RegionalFixture.of(Membership.class, Membership::new)
                .with(groups)
                .with(users);
    }

    private static AddMember add(Precondition precondition) {
        return new AddMember(BOWLERS, HOMER, precondition);
    }

    private static RemoveMember remove(Precondition precondition) {
        return new RemoveMember(BOWLERS, HOMER, precondition);
    }

    private static Matcher<Written<MembershipState>> answer(Predicate<Written<MembershipState>> condition) {
        return Matchers.matches(condition);
    }
}
