package dev.peerage.user;

import static dev.peerage.eventstore.Writing.in;
import static dev.peerage.user.Homer.ID;
import static dev.peerage.user.Homer.answer;
import static dev.peerage.user.Homer.delete;
import static dev.peerage.user.Homer.fields;
import static dev.peerage.user.Homer.known;
import static dev.peerage.user.Homer.patch;
import static dev.peerage.user.Homer.put;
import static dev.peerage.user.Homer.unknown;
import static dev.peerage.user.Homer.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.RegionalFixture;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A user that regions {@code eu}, which is here, and {@code us} and {@code ap} write at the same time. */
class UserInSeveralRegionsTest {

    @Test
    void allRegionsEventsMakeOneUser() {
        known().given(in("us").seeing("eu~2").event(new UserNameSet(ID, "Homer J.")))
                .given(in("ap").event(new UserAttributeSet(ID, "floor", "2")))
                .when(put(fields("homer", "Homer J.", "homer@example.org", true, Map.of("floor", "2", "team", "7g"))))
                .expectNoEvents()
                .expectResultMessagePayloadMatching(
                        answer(it -> it.state().version().equals(VersionVector.parse("ap~1.eu~4.us~1"))));
    }

    @Test
    void aUserMayBeKnownByAnotherRegionsEventsAlone() {
        unknown()
                .given(in("us").event(new UserNameSet(ID, "Homer")))
                .when(patch(new UserNameSet(ID, "Homer J.")))
                .expectEvents(new UserNameSet(ID, "Homer J."))
                .expectResultMessagePayloadMatching(answer(it -> !it.created()));
    }

    @Test
    void theShownValueIsWrittenAgainBesideAConflictAndSettlesIt() {
        unknown()
                .given(concurrentNames())
                .when(patch(new UserNameSet(ID, "Homer from us")))
                .expectEvents(new UserNameSet(ID, "Homer from us"))
                .expectResultMessagePayloadMatching(answer(
                        it -> it.changed() && it.state().name().conflicts().isEmpty()));
    }

    @Test
    void anotherRegionsConflictIsNotTouchedByAWriteOfAnotherField() {
        unknown()
                .given(concurrentNames())
                .when(patch(new UserEmailSet(ID, "homer@example.org")))
                .expectEvents(new UserEmailSet(ID, "homer@example.org"))
                .expectResultMessagePayloadMatching(
                        answer(it -> it.state().name().conflicts().size() == 1));
    }

    @Test
    void aWriteThatHasSeenTheOtherIsNoConflict() {
        unknown()
                .given(in("eu").event(new UserNameSet(ID, "Homer")))
                .given(in("us").seeing("eu~1").event(new UserNameSet(ID, "Homer J.")))
                .when(patch(new UserNameSet(ID, "Homer J.")))
                .expectNoEvents();
    }

    @Test
    void anEventContinuesThisRegionsStreamAndHasSeenAllOthers() {
        RegionalFixture<User> user =
                known().given(in("us").event(new UserNameSet(ID, "H.")).event(new UserNameSet(ID, "H. J.")));

        user.when(patch(new UserActiveSet(ID, false), new UserAttributeSet(ID, "floor", "2")));

        assertThat(user.written())
                .extracting(written -> written.stamp().dot().toString())
                .containsExactly("eu~5", "eu~6");
        assertThat(user.written())
                .extracting(written -> written.stamp().seen().toString())
                .containsExactly("eu~4.us~2", "eu~5.us~2");
        assertThat(user.written())
                .extracting(StampedEvent::event)
                .containsExactly(new UserActiveSet(ID, false), new UserAttributeSet(ID, "floor", "2"));
    }

    @Test
    void anEventIsLaterThanWhatItHasSeenThoughTheOtherRegionsClockIsAhead() {
        Instant ahead = RegionalFixture.NOW.plusSeconds(30);
        RegionalFixture<User> user = known().given(in("us").at(ahead).event(new UserNameSet(ID, "H.")));

        user.when(patch(new UserNameSet(ID, "Homer J."), new UserActiveSet(ID, false)));

        assertThat(user.written())
                .extracting(written -> written.stamp().time())
                .as("both events of the command")
                .containsExactly(HybridTime.of(ahead.toEpochMilli(), 1), HybridTime.of(ahead.toEpochMilli(), 1));
    }

    @Test
    void aClockThatIsFarAheadIsNotFollowed() {
        Instant farAhead = RegionalFixture.NOW.plusSeconds(3600);
        RegionalFixture<User> user = known().given(in("us").at(farAhead).event(new UserNameSet(ID, "H.")));

        user.when(patch(new UserNameSet(ID, "Homer J.")))
                .expectResultMessagePayloadMatching(
                        answer(it -> "Homer J.".equals(it.state().name().value())
                                && it.state().name().conflicts().isEmpty()));

        assertThat(user.written())
                .extracting(StampedEvent::stamp)
                .extracting(Stamp::time)
                .containsExactly(HybridTime.of(RegionalFixture.NOW.toEpochMilli(), 0));
    }

    @Test
    void theVersionThatIsCheckedCountsEveryRegionsEvents() {
        Writing remote = in("us").event(new UserNameSet(ID, "H."));

        known().given(remote)
                .when(patch(at("eu~4"), new UserActiveSet(ID, false)))
                .expectException(Refusal.PreconditionFailed.class)
                .expectNoEvents();
        known().given(remote)
                .when(patch(at("eu~4.us~1"), new UserActiveSet(ID, false)))
                .expectEvents(new UserActiveSet(ID, false));
    }

    @Test
    void deletionWinsOverWhatWasWrittenAtTheSameTime() {
        known().given(in("us").event(new UserDeleted(ID)))
                .given(in("ap").at(RegionalFixture.NOW).event(new UserNameSet(ID, "Homer from ap")))
                .when(patch(new UserNameSet(ID, "Homer")))
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void whatComesAfterTheDeletionBringsNothingBack() {
        unknown()
                .given(written().event(new UserDeleted(ID)))
                .given(in("us").event(new UserNameSet(ID, "Homer")).event(new UserAttributeSet(ID, "team", "7g")))
                .when(put(fields()))
                .expectException(Refusal.Retired.class)
                .expectNoEvents();
        unknown()
                .given(written().event(new UserDeleted(ID)))
                .given(in("us").event(new UserNameSet(ID, "Homer")))
                .when(delete())
                .expectException(Refusal.NotKnown.class)
                .expectNoEvents();
    }

    @Test
    void moreAttributesThanAllowedByTwoRegionsDoNotHinderAWriteThatAddsNone() {
        tooManyAttributes()
                .when(patch(new UserNameSet(ID, "Homer"), new UserAttributeSet(ID, "eu0", "y")))
                .expectEvents(new UserNameSet(ID, "Homer"), new UserAttributeSet(ID, "eu0", "y"));
        tooManyAttributes()
                .when(patch(new UserAttributeSet(ID, "us0", null)))
                .expectEvents(new UserAttributeSet(ID, "us0", null));
        tooManyAttributes()
                .when(patch(new UserAttributeSet(ID, "us0", null), new UserAttributeSet(ID, "a", "x")))
                .expectEvents(new UserAttributeSet(ID, "us0", null), new UserAttributeSet(ID, "a", "x"));
        tooManyAttributes()
                .when(patch(new UserAttributeSet(ID, "a", "x")))
                .expectException(Refusal.NotAllowed.class)
                .expectNoEvents();
    }

    /** 40 attributes from each of two regions. */
    private static RegionalFixture<User> tooManyAttributes() {
        Writing eu = in("eu");
        Writing us = in("us");
        for (int i = 0; i < 40; i++) {
            eu = eu.event(new UserAttributeSet(ID, "eu" + i, "x"));
            us = us.event(new UserAttributeSet(ID, "us" + i, "x"));
        }
        return unknown().given(eu, us);
    }

    /** Two names, neither of which has seen the other; the one from {@code us} is the later. */
    private static Writing[] concurrentNames() {
        return new Writing[] {
            in("eu").event(new UserNameSet(ID, "Homer from eu")), in("us").event(new UserNameSet(ID, "Homer from us"))
        };
    }

    private static Precondition at(String version) {
        return new Precondition.AtVersion(Set.of(VersionVector.parse(version)));
    }
}
