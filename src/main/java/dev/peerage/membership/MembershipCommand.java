package dev.peerage.membership;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Written;
import dev.peerage.group.GroupId;
import dev.peerage.user.UserId;
import java.util.Collection;
import java.util.List;

/** What may be asked of a membership. Answers carry its state after the command. */
public sealed interface MembershipCommand extends Command<Written<MembershipState>> {

    GroupId groupId();

    UserId userId();

    Precondition precondition();

    @Override
    default String subject() {
        return new MembershipId(groupId(), userId()).subject();
    }

    /** Whether a membership exists, which a precondition is about, is a matter of the group's policy. */
    @Override
    default Collection<String> alsoReads() {
        return precondition().equals(Precondition.NONE)
                ? List.of()
                : List.of(groupId().subject());
    }

    @Override
    default Collection<String> asksFor() {
        return List.of(groupId().subject(), userId().subject());
    }

    /** Makes the user a member of the group; both must be known. */
    record AddMember(GroupId groupId, UserId userId, Precondition precondition) implements MembershipCommand {}

    /** Ends the membership, if there is one; whether group and user are known matters only to a precondition. */
    record RemoveMember(GroupId groupId, UserId userId, Precondition precondition) implements MembershipCommand {

        @Override
        public Collection<String> asksFor() {
            return precondition.equals(Precondition.NONE) ? List.of() : MembershipCommand.super.asksFor();
        }
    }
}
