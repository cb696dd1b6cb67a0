package dev.peerage.user;

import static dev.peerage.eventstore.Writing.in;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.RegionalFixture;
import dev.peerage.eventstore.Writing;
import dev.peerage.eventstore.Written;
import dev.peerage.user.UserCommand.DeleteUser;
import dev.peerage.user.UserCommand.PatchUser;
import dev.peerage.user.UserCommand.PutUser;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.axonframework.test.matchers.Matchers;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;

/** The user that tests of users are about. */
final class Homer {

    static final UserId ID = new UserId("homer");

    private Homer() {}

    /** The aggregate, nothing of which is known yet. */
    static RegionalFixture<User> unknown() {
        return RegionalFixture.of(User.class, User::new);
    }

    /** The aggregate, after {@link #written()}. */
    static RegionalFixture<User> known() {
        return unknown().given(written());
    }

    /** Region {@code eu} has given Homer a username, a name, an email and an attribute: events 1 to 4. */
    static Writing written() {
        return in("eu").event(new UserUsernameSet(ID, "homer"))
                .event(new UserNameSet(ID, "Homer"))
                .event(new UserEmailSet(ID, "homer@example.org"))
                .event(new UserAttributeSet(ID, "team", "7g"));
    }

    /** The fields that {@link #written()} has set. */
    static UserFields fields() {
        return fields("homer", "Homer", "homer@example.org", true, Map.of("team", "7g"));
    }

    static UserFields fields(String username) {
        return fields(username, null, null, true, Map.of());
    }

    static UserFields fields(
            String username,
            @Nullable String name,
            @Nullable String email,
            boolean active,
            Map<String, String> attributes) {
        Map<AttributeKey, AttributeValue> typed = new TreeMap<>(Comparator.comparing(AttributeKey::value));
        attributes.forEach((key, value) -> typed.put(new AttributeKey(key), new AttributeValue(value)));
        return new UserFields(
                new Username(username),
                name == null ? null : new PersonName(name),
                email == null ? null : new Email(email),
                active,
                typed);
    }

    static PutUser put(UserFields fields) {
        return put(fields, Precondition.NONE);
    }

    static PutUser put(UserFields fields, Precondition precondition) {
        return new PutUser(ID, fields, precondition);
    }

    static PatchUser patch(UserEvent... facts) {
        return patch(Precondition.NONE, facts);
    }

    static PatchUser patch(Precondition precondition, UserEvent... facts) {
        return new PatchUser(ID, new UserPatch(List.of(facts), false), precondition);
    }

    static DeleteUser delete() {
        return delete(Precondition.NONE);
    }

    static DeleteUser delete(Precondition precondition) {
        return new DeleteUser(ID, precondition);
    }

    /** What a command handler answers, for {@code expectResultMessagePayloadMatching}. */
    static Matcher<Written<UserState>> answer(Predicate<Written<UserState>> condition) {
        return Matchers.matches(condition);
    }
}
