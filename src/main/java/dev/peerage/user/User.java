package dev.peerage.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.UniqueValues;
import dev.peerage.eventstore.Written;
import dev.peerage.kernel.Stamp;
import dev.peerage.user.UserCommand.CreateUser;
import dev.peerage.user.UserCommand.DeleteUser;
import dev.peerage.user.UserCommand.PatchUser;
import dev.peerage.user.UserCommand.PutUser;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Decides what may become of a user. A fact that holds already is not written again. */
class User {

    static final int MOST_ATTRIBUTES = 64;

    @AggregateIdentifier
    private final String subject;

    private UserState state = UserState.none();

    User(String subject) {
        this.subject = subject;
    }

    @CommandHandler
    Written<UserState> create(CreateUser command, UniqueValues uniqueValues) {
        return write(command.fields().facts(command.userId()), uniqueValues);
    }

    @CommandHandler
    Written<UserState> put(PutUser command, UniqueValues uniqueValues) {
        if (state.deleted()) {
            throw new Refusal.Retired(subject);
        }
        command.precondition().check(state.exists(), state.version());
        List<UserEvent> facts = command.fields().facts(command.userId());
        Set<AttributeKey> kept = command.fields().attributes().keySet();
        removeAttributes(command.userId(), key -> !kept.contains(new AttributeKey(key)), facts);
        return write(facts, uniqueValues);
    }

    @CommandHandler
    Written<UserState> patch(PatchUser command, UniqueValues uniqueValues) {
        mustExist();
        command.precondition().check(true, state.version());
        List<UserEvent> facts = new ArrayList<>(command.patch().facts());
        if (command.patch().clearsAttributes()) {
            removeAttributes(command.userId(), _ -> true, facts);
        }
        return write(facts, uniqueValues);
    }

    @CommandHandler
    Written<UserState> delete(DeleteUser command, UniqueValues uniqueValues) {
        mustExist();
        command.precondition().check(true, state.version());
        claimUsername(null, uniqueValues);
        claimEmail(null, uniqueValues);
        apply(new UserDeleted(command.userId()));
        return new Written<>(state, false, true);
    }

    private void removeAttributes(UserId user, Predicate<String> which, List<UserEvent> facts) {
        state.attributes().keySet().stream()
                .filter(which)
                .forEach(key -> facts.add(new UserAttributeSet(user, key, null)));
    }

    private Written<UserState> write(List<UserEvent> facts, UniqueValues uniqueValues) {
        facts.removeIf(state::holds);
        mustNotHaveTooManyAttributes(facts);
        for (UserEvent fact : facts) {
            switch (fact) {
                case UserUsernameSet set -> claimUsername(set.username(), uniqueValues);
                case UserEmailSet set -> claimEmail(set.email(), uniqueValues);
                default -> {}
            }
        }
        boolean created = !state.exists();
        facts.forEach(fact -> apply(fact));
        return new Written<>(state, created, !facts.isEmpty());
    }

    private void mustExist() {
        if (!state.exists()) {
            throw new Refusal.NotKnown(subject);
        }
    }

    /**
     * Two regions together may have set more than either allows; that must not keep anyone from a write that adds none.
     */
    private void mustNotHaveTooManyAttributes(List<UserEvent> facts) {
        Map<String, String> before = state.shownAttributes();
        Map<String, @Nullable String> attributes = new HashMap<>(before);
        for (UserEvent fact : facts) {
            if (fact instanceof UserAttributeSet set) {
                attributes.put(set.key(), set.value());
            }
        }
        attributes.values().removeIf(value -> value == null);
        if (attributes.size() > Math.max(MOST_ATTRIBUTES, before.size())) {
            throw new Refusal.NotAllowed("attributes", "must not be more than " + MOST_ATTRIBUTES);
        }
    }

    private void claimUsername(@Nullable String wanted, UniqueValues uniqueValues) {
        uniqueValues.change(
                Username.KIND, subject, UniqueForm.ofNullable(state.username().value()), UniqueForm.ofNullable(wanted));
    }

    private void claimEmail(@Nullable String wanted, UniqueValues uniqueValues) {
        uniqueValues.change(
                Email.KIND, subject, UniqueForm.ofNullable(state.email().value()), UniqueForm.ofNullable(wanted));
    }

    @EventSourcingHandler
    void on(UserEvent event, Stamp stamp) {
        state = state.with(event, stamp);
    }
}
