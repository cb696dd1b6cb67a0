package dev.peerage.group;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.Written;
import dev.peerage.group.GroupCommand.CreateGroup;
import dev.peerage.group.GroupCommand.DeleteGroup;
import dev.peerage.group.GroupCommand.PatchGroup;
import dev.peerage.group.GroupCommand.PutGroup;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.kernel.Stamp;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;

/** Decides what may become of a group. A fact that holds already is not written again. */
class Group {

    @AggregateIdentifier
    private final String subject;

    private GroupState state = GroupState.none();

    Group(String subject) {
        this.subject = subject;
    }

    @CommandHandler
    Written<GroupState> create(CreateGroup command) {
        return write(command.fields().facts(command.groupId()));
    }

    @CommandHandler
    Written<GroupState> put(PutGroup command) {
        if (state.deleted()) {
            throw new Refusal.Retired(subject);
        }
        command.precondition().check(state.exists(), state.version());
        return write(command.fields().facts(command.groupId()));
    }

    @CommandHandler
    Written<GroupState> patch(PatchGroup command) {
        mustExist();
        command.precondition().check(true, state.version());
        return write(command.facts());
    }

    @CommandHandler
    Written<GroupState> delete(DeleteGroup command) {
        mustExist();
        command.precondition().check(true, state.version());
        apply(new GroupDeleted(command.groupId()));
        return new Written<>(state, false, true);
    }

    private Written<GroupState> write(List<GroupEvent> facts) {
        List<GroupEvent> news =
                facts.stream().filter(fact -> !state.holds(fact)).toList();
        boolean created = !state.exists();
        news.forEach(fact -> apply(fact));
        return new Written<>(state, created, !news.isEmpty());
    }

    private void mustExist() {
        if (!state.exists()) {
            throw new Refusal.NotKnown(subject);
        }
    }

    @EventSourcingHandler
    void on(GroupEvent event, Stamp stamp) {
        state = state.with(event, stamp);
    }
}
