package dev.peerage.membership;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.EventType;
import dev.peerage.group.GroupId;
import dev.peerage.user.UserId;

/** The facts of a membership. A remove may arrive before the add it has seen. */
public sealed interface MembershipEvent extends DomainEvent {

    GroupId groupId();

    UserId userId();

    @Override
    default String subject() {
        return new MembershipId(groupId(), userId()).subject();
    }

    @EventType(name = "MembershipAdded")
    record MembershipAdded(GroupId groupId, UserId userId) implements MembershipEvent {}

    @EventType(name = "MembershipRemoved")
    record MembershipRemoved(GroupId groupId, UserId userId) implements MembershipEvent {}
}
