package dev.peerage.user;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.testing.Permutations;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the right to a unique value rests on. */
class ClaimTest {

    private static final UserId HOMER = new UserId("homer");
    private static final Region EU = Region.of("eu");
    private static final Region US = Region.of("us");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void earliestComesFirstThenTheRegionThenTheId() {
        List<Claim> inOrder =
                List.of(claim(1, US, "z"), claim(2, EU, "z"), claim(2, US, "A"), claim(2, US, "B"), claim(2, US, "a"));

        Permutations.forEach(inOrder, order -> {
            List<Claim> sorted = new ArrayList<>(order);
            Collections.sort(sorted);
            assertThat(sorted).isEqualTo(inOrder);
        });
    }

    @Test
    void theWriteThatIsShownIsTheClaim() {
        UserState state = state(
                in("us").at(NOON).event(new UserUsernameSet(HOMER, "homer")),
                in("eu").at(NOON.plusSeconds(1)).event(new UserUsernameSet(HOMER, "max")));

        assertThat(state.username().conflicts()).hasSize(1);
        assertThat(Claim.toUsername(HOMER, state))
                .contains(new Claim(HybridTime.of(NOON.plusSeconds(1).toEpochMilli(), 0), EU, HOMER));
    }

    @Test
    void whoShowsNothingClaimsNothing() {
        assertThat(Claim.toUsername(HOMER, UserState.none())).isEmpty();
        assertThat(Claim.toEmail(HOMER, state(in("eu").event(new UserEmailSet(HOMER, null)))))
                .as("an email that was taken away")
                .isEmpty();
        assertThat(Claim.toUsername(
                        HOMER,
                        state(in("eu").event(new UserUsernameSet(HOMER, "homer"))
                                .event(new UserDeleted(HOMER)))))
                .as("a deleted user")
                .isEmpty();
    }

    private static Claim claim(long time, Region region, String user) {
        return new Claim(new HybridTime(time), region, new UserId(user));
    }

    private static UserState state(Writing... writings) {
        UserState state = UserState.none();
        for (StampedEvent<?> event : Writing.history(writings)) {
            state = state.with((UserEvent) event.event(), event.stamp());
        }
        return state;
    }
}
