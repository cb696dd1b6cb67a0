package dev.peerage.group;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.EventType;
import dev.peerage.kernel.MembershipPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a group, its members apart. Each sets one thing; none has to come first. Values stand as they were
 * accepted: a rule that becomes stricter later does not make an old event unreadable.
 */
public sealed interface GroupEvent extends DomainEvent {

    GroupId groupId();

    @Override
    default String subject() {
        return groupId().subject();
    }

    @EventType(name = "GroupNameSet")
    record GroupNameSet(GroupId groupId, String name) implements GroupEvent {}

    /**
     * What the group is for.
     *
     * @param description {@code null} takes the description away
     */
    @EventType(name = "GroupDescriptionSet")
    record GroupDescriptionSet(GroupId groupId, @Nullable String description) implements GroupEvent {}

    /**
     * How the group's memberships are read.
     *
     * @param membership who wins when one is changed concurrently, also of those that were changed before this
     */
    @EventType(name = "GroupMembershipPolicySet")
    record GroupMembershipPolicySet(GroupId groupId, MembershipPolicy membership) implements GroupEvent {}

    /** Final; wins over whatever is written at the same time. */
    @EventType(name = "GroupDeleted", retires = true)
    record GroupDeleted(GroupId groupId) implements GroupEvent {}
}
