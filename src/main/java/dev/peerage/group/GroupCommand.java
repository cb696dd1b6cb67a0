package dev.peerage.group;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Written;
import java.util.List;

/** What may be asked of a group. Answers carry the group's state after the command. */
public sealed interface GroupCommand extends Command<Written<GroupState>> {

    GroupId groupId();

    @Override
    default String subject() {
        return groupId().subject();
    }

    /** Creates a group whose id was made for it. */
    record CreateGroup(GroupId groupId, GroupFields fields) implements GroupCommand {
        @Override
        public boolean makesItsSubject() {
            return true;
        }
    }

    /** Creates the group, or sets all its fields: what is not given loses its value. */
    record PutGroup(GroupId groupId, GroupFields fields, Precondition precondition) implements GroupCommand {}

    /** Makes some facts of a group so. */
    record PatchGroup(GroupId groupId, List<GroupEvent> facts, Precondition precondition) implements GroupCommand {}

    /** Deletes a group, for good. */
    record DeleteGroup(GroupId groupId, Precondition precondition) implements GroupCommand {}
}
