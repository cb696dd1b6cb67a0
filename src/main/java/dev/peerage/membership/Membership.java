package dev.peerage.membership;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.Written;
import dev.peerage.group.Groups;
import dev.peerage.kernel.Stamp;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.membership.MembershipCommand.RemoveMember;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.user.Users;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;

/** Decides whether a user becomes, or remains, a member of a group. A fact that holds already is not written again. */
class Membership {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private final String subject;

    private MembershipState state = MembershipState.none();

    Membership(String subject) {
        this.subject = subject;
    }

    @CommandHandler
    Written<MembershipState> add(AddMember command, Groups groups, Users users) {
        if (!groups.exists(command.groupId())) {
            throw new Refusal.NotKnown(command.groupId().subject());
        }
        if (!users.exists(command.userId())) {
            throw new Refusal.NotKnown(command.userId().subject());
        }
        check(command, groups, users);
        return write(new MembershipAdded(command.groupId(), command.userId()));
    }

    @CommandHandler
    Written<MembershipState> remove(RemoveMember command, Groups groups, Users users) {
        check(command, groups, users);
        return write(new MembershipRemoved(command.groupId(), command.userId()));
    }

    /** A membership exists as long as it is shown. */
    private void check(MembershipCommand command, Groups groups, Users users) {
        Precondition precondition = command.precondition();
        if (!precondition.equals(Precondition.NONE)) {
            boolean shown = state.member(groups.policy(command.groupId()))
                    && groups.exists(command.groupId())
                    && users.exists(command.userId());
            precondition.check(shown, state.version());
        }
    }

    private Written<MembershipState> write(MembershipEvent fact) {
        if (state.holds(fact)) {
            return new Written<>(state, false, false);
        }
        boolean created = !state.memberByAny();
        apply(fact);
        return new Written<>(state, created, true);
    }

    @EventSourcingHandler
    void on(MembershipEvent event, Stamp stamp) {
        state = state.with(event, stamp);
    }
}
