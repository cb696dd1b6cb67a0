package dev.peerage.membership;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.group.GroupId;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.testing.PeerageTest;
import dev.peerage.user.UserId;
import dev.peerage.web.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of memberships beside those of groups and users that are there, are not yet, or are not any more. */
@PeerageTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"peerage.admin-key=" + Client.ADMIN_KEY})
class MembershipViewTest {

    private static final GroupId BOWLERS = new GroupId("view-bowlers");
    private static final UserId HOMER = new UserId("view-homer");
    private static final MembershipAdded ADDED = new MembershipAdded(BOWLERS, HOMER);
    private static final MembershipRemoved REMOVED = new MembershipRemoved(BOWLERS, HOMER);
    private static final List<StampedEvent<DomainEvent>> SETTLED = Writing.history(in("eu").event(ADDED));
    private static final List<StampedEvent<DomainEvent>> CONCURRENT = Writing.history(
            in("eu").event(ADDED).event(REMOVED), in("us").seeing("eu~1").event(ADDED));

    @Autowired
    MembershipView view;

    @Autowired
    MembershipRows rows;

    @Autowired
    JdbcTemplate jdbc;

    private long shownBefore;

    @BeforeEach
    void count() {
        shownBefore = view.fingerprint().count();
    }

    /** The database is other tests' too. */
    @AfterEach
    void forget() {
        jdbc.update("delete from directory_group where id = ?", BOWLERS.value());
        jdbc.update("delete from directory_user where id = ?", HOMER.value());
        jdbc.update("delete from directory_membership where group_id = ?", BOWLERS.value());
    }

    @Test
    void membershipIsReadBackAsItWasStored() {
        store(CONCURRENT);

        assertThat(view.load(List.of(ADDED.subject(), "membership/view-bowlers/nobody")))
                .isEqualTo(Map.of(ADDED.subject(), fold(CONCURRENT)));
    }

    @Test
    void laterStateReplacesTheOneBefore() {
        store(SETTLED);
        store(CONCURRENT);

        assertThat(view.load(List.of(ADDED.subject()))).isEqualTo(Map.of(ADDED.subject(), fold(CONCURRENT)));
    }

    @Test
    void membershipIsShownOnceItsGroupAndUserAreKnown() {
        store(SETTLED);
        mustBeShown(false);
        group("add-wins", false);
        mustBeShown(false);
        user(false);
        mustBeShown(true);
    }

    @Test
    void membershipOfADeletedGroupIsNotShown() {
        store(SETTLED);
        group("add-wins", true);
        user(false);
        mustBeShown(false);
    }

    @Test
    void membershipOfADeletedUserIsNotShown() {
        store(SETTLED);
        group("add-wins", false);
        user(true);
        mustBeShown(false);
    }

    @Test
    void groupsPolicyChoosesTheReadingOfConcurrentWrites() {
        store(CONCURRENT);
        user(false);
        group("add-wins", false);
        mustBeShown(true);
        group("remove-wins", false);
        mustBeShown(false);
    }

    /** Everything that reads memberships has to agree. */
    private void mustBeShown(boolean shown) {
        Optional<ReferencedMembership> found = rows.find(BOWLERS.value(), HOMER.value());
        assertThat(found.flatMap(ReferencedMembership::since).isPresent()).isEqualTo(shown);
        assertThat(rows.members(BOWLERS.value(), "", Limit.of(9)))
                .isEqualTo(shown ? List.of(new Member(HOMER.value(), "homer", "Homer")) : List.of());
        assertThat(rows.groups(HOMER.value(), "", Limit.of(9)))
                .isEqualTo(shown ? List.of(new GroupOfUser(BOWLERS.value(), "Bowlers")) : List.of());
        assertThat(view.fingerprint().count() - shownBefore).isEqualTo(shown ? 1 : 0);
    }

    private void store(List<StampedEvent<DomainEvent>> history) {
        view.store(Map.of(ADDED.subject(), fold(history)));
    }

    private static MembershipState fold(List<StampedEvent<DomainEvent>> history) {
        MembershipState state = MembershipState.none();
        for (StampedEvent<DomainEvent> each : history) {
            state = state.with((MembershipEvent) each.event(), each.stamp());
        }
        return state;
    }

    private void group(String policy, boolean deleted) {
        jdbc.update("""
                insert into directory_group (id, name, membership, deleted, version, state)
                values (?, 'Bowlers', ?, ?, 'eu~1', '{}')
                on conflict (id) do update set membership = excluded.membership, deleted = excluded.deleted
                """, BOWLERS.value(), policy, deleted);
    }

    private void user(boolean deleted) {
        jdbc.update("""
                insert into directory_user (id, username, name, active, deleted, version, state)
                values (?, 'homer', 'Homer', true, ?, 'eu~1', '{}')
                """, HOMER.value(), deleted);
    }
}
