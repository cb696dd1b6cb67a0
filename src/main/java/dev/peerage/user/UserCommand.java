package dev.peerage.user;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.UnchangedSince;
import dev.peerage.eventstore.Written;
import java.util.Optional;

/** What may be asked of a user. Answers carry the user's state after the command. */
public sealed interface UserCommand extends Command<Written<UserState>> {

    UserId userId();

    @Override
    default String subject() {
        return userId().subject();
    }

    /** Creates a user whose id was made for it. */
    record CreateUser(UserId userId, UserFields fields, Optional<UnchangedSince> unchangedSince)
            implements UserCommand {

        /** Whatever has become of others. */
        public CreateUser(UserId userId, UserFields fields) {
            this(userId, fields, Optional.empty());
        }

        @Override
        public boolean makesItsSubject() {
            return true;
        }
    }

    /** Creates the user, or sets all its fields: what is not given loses its value. */
    record PutUser(UserId userId, UserFields fields, Precondition precondition) implements UserCommand {}

    /** Sets some fields of a user. */
    record PatchUser(UserId userId, UserPatch patch, Precondition precondition) implements UserCommand {}

    /** Deletes a user, for good. */
    record DeleteUser(UserId userId, Precondition precondition) implements UserCommand {}
}
