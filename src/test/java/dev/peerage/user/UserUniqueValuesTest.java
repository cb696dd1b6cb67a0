package dev.peerage.user;

import static dev.peerage.user.Homer.ID;
import static dev.peerage.user.Homer.delete;
import static dev.peerage.user.Homer.fields;
import static dev.peerage.user.Homer.patch;
import static dev.peerage.user.Homer.put;
import static dev.peerage.user.Homer.unknown;
import static dev.peerage.user.Homer.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.RecordedUniqueValues;
import dev.peerage.eventstore.RegionalFixture;
import dev.peerage.user.UserCommand.CreateUser;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which unique values commands claim and release, in the form in which they are compared. */
class UserUniqueValuesTest {

    private final RecordedUniqueValues values = new RecordedUniqueValues();
    private final RegionalFixture<User> nobody = unknown().with(values);
    private final RegionalFixture<User> homer = unknown().with(values).given(written());

    @Test
    void aNewUserClaimsItsUsernameAndEmail() {
        nobody.when(new CreateUser(ID, fields("Homer", null, "Homer@Example.ORG", true, Map.of())));

        assertThat(values.changes()).containsExactly("username +homer", "email +homer@example.org");
    }

    @Test
    void anotherUsernameIsClaimedAndTheFormerReleased() {
        homer.when(patch(new UserUsernameSet(ID, "Max"), new UserNameSet(ID, "Max")));

        assertThat(values.changes()).containsExactly("username -homer +max");
    }

    @Test
    void anotherSpellingOfTheSameUsernameIsWrittenAndClaimsNothing() {
        homer.when(patch(new UserUsernameSet(ID, "HOMER"))).expectEvents(new UserUsernameSet(ID, "HOMER"));

        assertThat(values.changes()).isEmpty();
    }

    @Test
    void anEmailThatIsTakenAwayIsReleased() {
        homer.when(put(fields("homer")));

        assertThat(values.changes()).containsExactly("email -homer@example.org");
    }

    @Test
    void aDeletedUserReleasesBoth() {
        homer.when(delete());

        assertThat(values.changes()).containsExactly("username -homer", "email -homer@example.org");
    }

    @Test
    void whatIsNotWrittenClaimsNothing() {
        homer.when(put(fields()));

        assertThat(values.changes()).isEmpty();
    }

    @Test
    void aRefusedCommandClaimsNothing() {
        homer.when(put(fields("max", null, "max@example.org", true, Map.of()), new Precondition.Absent()));

        assertThat(values.changes()).isEmpty();
    }

    @Test
    void whatWasTakenAwayCanBeClaimedAgain() {
        RecordedUniqueValues again = new RecordedUniqueValues();

        unknown()
                .with(again)
                .given(written().event(new UserEmailSet(ID, null)))
                .when(patch(new UserEmailSet(ID, "homer@example.org")));

        assertThat(again.changes()).containsExactly("email +homer@example.org");
    }
}
