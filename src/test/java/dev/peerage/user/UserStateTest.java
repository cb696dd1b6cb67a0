package dev.peerage.user;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A user as a function of the set of its events. */
class UserStateTest {

    private static final int HISTORIES = 2_000;
    private static final UserId ID = Homer.ID;

    @Test
    void orderAndDuplicatesMakeNoDifference() {
        forRandomHistories((history, state) -> {
            assertThat(fold(history.delivery())).isEqualTo(state);
            assertThat(fold(history.delivery().reversed())).isEqualTo(state);
        });
    }

    @Test
    void theSameStateIsTheSameTextInEveryRegion() {
        forRandomHistories((history, state) ->
                assertThat(UserStateJson.write(fold(history.delivery()))).isEqualTo(UserStateJson.write(state)));
    }

    @Test
    void whatIsKeptInARowIsReadBackAsItWas() {
        forRandomHistories((history, state) ->
                assertThat(UserStateJson.read(UserStateJson.write(state))).isEqualTo(state));
    }

    @Test
    void oneDeletionIsEnough() {
        forRandomHistories((history, state) -> {
            boolean deleted = history.events().stream().anyMatch(it -> it.event() instanceof UserDeleted);
            assertThat(state.deleted()).isEqualTo(deleted);
            assertThat(state.exists()).isEqualTo(!deleted && !history.events().isEmpty());
            if (deleted) {
                assertThat(state.shownAttributes()).isEmpty();
                assertThat(state.username().isSet()).isFalse();
            }
        });
    }

    @Test
    void withoutEventsThereIsNoUser() {
        assertThat(UserState.none().exists()).isFalse();
        assertThat(UserState.none().deleted()).isFalse();
        assertThat(UserState.none().version().isEmpty()).isTrue();
    }

    @Test
    void theLastWriterIsShownAndTheOtherListed() {
        UserState state = fold(
                in("eu").at(Instant.ofEpochMilli(2_000)).event(new UserNameSet(ID, "from eu")),
                in("us").at(Instant.ofEpochMilli(3_000)).event(new UserNameSet(ID, "from us")),
                in("ap").at(Instant.ofEpochMilli(1_000)).event(new UserAttributeSet(ID, "team", "7g")));

        UserResource shown = UserResource.of("homer", state, List.of());

        assertThat(shown.name()).isEqualTo("from us");
        assertThat(shown.attributes()).isEqualTo(Map.of("team", "7g"));
        assertThat(shown.conflicts())
                .containsExactly(new UserResource.Conflict("name", "from eu", Instant.ofEpochMilli(2_000), "eu"));
        assertThat(shown.createdAt()).isEqualTo(Instant.ofEpochMilli(1_000));
        assertThat(shown.updatedAt()).isEqualTo(Instant.ofEpochMilli(3_000));
    }

    @Test
    void everyFieldMayHaveAConflict() {
        UserState state = fold(
                in("eu").event(new UserUsernameSet(ID, "a"))
                        .event(new UserActiveSet(ID, true))
                        .event(new UserAttributeSet(ID, "team", "a")),
                in("us").event(new UserUsernameSet(ID, "b"))
                        .event(new UserActiveSet(ID, false))
                        .event(new UserAttributeSet(ID, "team", null)));

        assertThat(UserResource.of("homer", state, List.of()).conflicts())
                .extracting(UserResource.Conflict::field, UserResource.Conflict::value)
                .containsExactly(tuple("username", "a"), tuple("active", true), tuple("attributes.team", "a"));
        assertThat(state.shownActive()).isFalse();
        assertThat(state.shownAttributes()).isEmpty();
    }

    private static void forRandomHistories(BiConsumer<RandomUserHistory, UserState> law) {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            RandomUserHistory history = RandomUserHistory.of(seed);
            try {
                law.accept(history, fold(history.events()));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("history of seed " + seed + ": " + history.events(), broken);
            }
        }
    }

    private static UserState fold(Writing... writings) {
        return fold(Writing.history(writings).stream()
                .map(it -> new StampedEvent<>((UserEvent) it.event(), it.stamp()))
                .toList());
    }

    private static UserState fold(List<StampedEvent<UserEvent>> events) {
        UserState state = UserState.none();
        for (StampedEvent<UserEvent> each : events) {
            state = state.with(each.event(), each.stamp());
        }
        return state;
    }
}
