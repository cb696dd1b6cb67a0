package dev.peerage.user;

import static dev.peerage.user.Homer.ID;
import static dev.peerage.user.Homer.answer;
import static dev.peerage.user.Homer.delete;
import static dev.peerage.user.Homer.fields;
import static dev.peerage.user.Homer.known;
import static dev.peerage.user.Homer.patch;
import static dev.peerage.user.Homer.put;
import static dev.peerage.user.Homer.unknown;
import static dev.peerage.user.Homer.written;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Refusal;
import dev.peerage.kernel.VersionVector;
import dev.peerage.user.UserCommand.CreateUser;
import dev.peerage.user.UserCommand.PatchUser;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which events commands lead to, and which they refuse. */
class UserTest {

    @Test
    void createSetsEveryFieldThatIsGiven() {
        unknown()
                .when(new CreateUser(ID, fields("homer", "Homer", "homer@example.org", false, Map.of("team", "7g"))))
                .expectEvents(
                        new UserUsernameSet(ID, "homer"),
                        new UserNameSet(ID, "Homer"),
                        new UserEmailSet(ID, "homer@example.org"),
                        new UserActiveSet(ID, false),
                        new UserAttributeSet(ID, "team", "7g"))
                .expectResultMessagePayloadMatching(answer(it -> it.created() && it.changed()));
    }

    @Test
    void whatANewUserHasAnywayIsNotWritten() {
        unknown().when(put(fields("homer"))).expectEvents(new UserUsernameSet(ID, "homer"));
    }

    @Test
    void putOfANewUserCreatesIt() {
        unknown()
                .when(put(fields("homer", "Homer", null, true, Map.of("team", "7g"))))
                .expectEvents(
                        new UserUsernameSet(ID, "homer"),
                        new UserNameSet(ID, "Homer"),
                        new UserAttributeSet(ID, "team", "7g"))
                .expectResultMessagePayloadMatching(answer(it -> it.created()
                        && it.changed()
                        && it.state().version().equals(VersionVector.parse("eu~3"))
                        && it.state().shownAttributes().equals(Map.of("team", "7g"))));
    }

    @Test
    void putWritesOnlyWhatDiffers() {
        known().when(put(fields("homer", "Homer J.", "homer@example.org", true, Map.of("floor", "2", "team", "7g"))))
                .expectEvents(new UserNameSet(ID, "Homer J."), new UserAttributeSet(ID, "floor", "2"))
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && it.changed()));
    }

    @Test
    void putTakesAwayWhatItDoesNotGive() {
        unknown()
                .given(written().event(new UserActiveSet(ID, false)))
                .when(put(fields("homer")))
                .expectEvents(
                        new UserNameSet(ID, null),
                        new UserEmailSet(ID, null),
                        new UserActiveSet(ID, true),
                        new UserAttributeSet(ID, "team", null));
    }

    @Test
    void putOfWhatIsThereWritesNothing() {
        known().when(put(fields()))
                .expectNoEvents()
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && !it.changed()));
    }

    @Test
    void anAttributeThatWasTakenAwayIsNotTakenAwayAgain() {
        unknown()
                .given(written().event(new UserAttributeSet(ID, "team", null)))
                .when(put(fields("homer", "Homer", "homer@example.org", true, Map.of())))
                .expectNoEvents();
    }

    @Test
    void patchWritesOnlyWhatItNamesAndWhatDiffers() {
        known().when(patch(
                        new UserNameSet(ID, "Homer"),
                        new UserEmailSet(ID, null),
                        new UserActiveSet(ID, false),
                        new UserAttributeSet(ID, "floor", "2")))
                .expectEvents(
                        new UserEmailSet(ID, null),
                        new UserActiveSet(ID, false),
                        new UserAttributeSet(ID, "floor", "2"));
    }

    @Test
    void patchOfWhatIsThereWritesNothing() {
        known().when(patch(
                        new UserUsernameSet(ID, "homer"),
                        new UserActiveSet(ID, true),
                        new UserAttributeSet(ID, "team", "7g"),
                        new UserAttributeSet(ID, "floor", null)))
                .expectNoEvents()
                .expectResultMessagePayloadMatching(answer(it -> !it.created() && !it.changed()));
    }

    @Test
    void patchCanTakeAllAttributesAway() {
        unknown()
                .given(written().event(new UserAttributeSet(ID, "floor", "2")))
                .when(new PatchUser(ID, new UserPatch(List.of(), true), Precondition.NONE))
                .expectEvents(new UserAttributeSet(ID, "floor", null), new UserAttributeSet(ID, "team", null));
    }

    @Test
    void deleteWritesThatAlone() {
        known().when(delete())
                .expectEvents(new UserDeleted(ID))
                .expectResultMessagePayloadMatching(
                        answer(it -> !it.state().exists() && it.state().deleted()));
    }

    @Test
    void whatIsNotKnownIsNotPatched() {
        unknown()
                .when(patch(new UserNameSet(ID, "Homer")))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void whatIsNotKnownIsNotDeleted() {
        unknown().when(delete()).expectException(Refusal.NotKnown.class).expectNoEvents();
    }

    @Test
    void aDeletedUserIsNotKnownAnyMore() {
        unknown()
                .given(written().event(new UserDeleted(ID)))
                .when(patch(new UserNameSet(ID, "Homer")))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
        unknown()
                .given(written().event(new UserDeleted(ID)))
                .when(delete())
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void theIdOfADeletedUserIsNotUsedAgain() {
        unknown()
                .given(written().event(new UserDeleted(ID)))
                .when(put(fields("homer"), new Precondition.Absent()))
                .expectException(Refusal.Retired.class)
                .expectNoEvents();
    }

    @Test
    void aWriteIsRefusedAtAnotherVersion() {
        Precondition atFirst = new Precondition.AtVersion(Set.of(VersionVector.parse("eu~1")));

        known().when(put(fields("max"), atFirst))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        known().when(patch(atFirst, new UserNameSet(ID, "Max")))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        known().when(delete(atFirst))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        unknown()
                .when(put(fields("max"), atFirst))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
    }

    @Test
    void aWriteIsRefusedEvenIfItWouldWriteNothing() {
        known().when(put(fields(), new Precondition.AtVersion(Set.of(VersionVector.parse("eu~3")))))
                .expectException(Refusal.PreconditionFailed.class);
    }

    @Test
    void aWriteIsAcceptedAtItsVersion() {
        Precondition now = new Precondition.AtVersion(Set.of(VersionVector.parse("eu~9"), VersionVector.parse("eu~4")));

        known().when(patch(now, new UserNameSet(ID, "Max"))).expectEvents(new UserNameSet(ID, "Max"));
        known().when(delete(now)).expectEvents(new UserDeleted(ID));
    }

    @Test
    void aWriteMayAskThatThereBeNothingYet() {
        unknown().when(put(fields("homer"), new Precondition.Absent())).expectEvents(new UserUsernameSet(ID, "homer"));
        known().when(put(fields(), new Precondition.Absent())).expectException(Refusal.PreconditionFailed.class);
    }

    @Test
    void aWriteMayAskThatThereBeSomethingAlready() {
        known().when(put(fields(), new Precondition.Present())).expectNoEvents();
        unknown()
                .when(put(fields("homer"), new Precondition.Present()))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
    }

    @Test
    void everyOneOfSeveralConditionsMustHold() {
        Precondition notNow = new Precondition.NotAtVersion(Set.of(VersionVector.parse("eu~4")));

        known().when(patch(new Precondition.All(List.of(new Precondition.Present(), notNow))))
                .expectException(Refusal.PreconditionFailed.class);
        unknown().when(put(fields("homer"), notNow)).expectEvents(new UserUsernameSet(ID, "homer"));
    }

    @Test
    void aUserHasSixtyFourAttributesAtMost() {
        unknown().when(put(withAttributes(64))).expectSuccessfulHandlerExecution();
        unknown()
                .when(put(withAttributes(65)))
                .expectException(Refusal.NotAllowed.class)
                .expectNoEvents();
        known().when(patch(attributes(0, 64)))
                .expectException(Refusal.NotAllowed.class)
                .expectNoEvents();
    }

    @Test
    void attributesThatAreTakenAwayDoNotCount() {
        known().when(put(withAttributes(64))).expectSuccessfulHandlerExecution();
    }

    private static UserFields withAttributes(int count) {
        Map<String, String> attributes = new HashMap<>();
        IntStream.range(0, count).forEach(i -> attributes.put("a" + i, "x"));
        return fields("homer", null, null, true, attributes);
    }

    private static UserEvent[] attributes(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new UserAttributeSet(ID, "a" + i, "x"))
                .toArray(UserEvent[]::new);
    }
}
