package dev.peerage.group;

import dev.peerage.eventstore.DecisionResource;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Subjects;
import dev.peerage.kernel.MembershipPolicy;
import org.springframework.stereotype.Component;

/**
 * Groups as this region's log has them, never a view: what other modules' decisions rest on. A command that asks here
 * names the group in {@link dev.peerage.eventstore.Command#asksFor}, or
 * {@link dev.peerage.eventstore.Command#alsoReads} for its policy.
 */
@Component
public class Groups implements DecisionResource {

    private final Subjects log;

    Groups(Subjects log) {
        this.log = log;
    }

    /** Whether the group is known in this region and not deleted. */
    public boolean exists(GroupId group) {
        return log.exists(group.subject());
    }

    /** Who wins when the group's members are changed concurrently; the default, if there is no such group. */
    public MembershipPolicy policy(GroupId group) {
        return state(group).policy();
    }

    private GroupState state(GroupId group) {
        GroupState state = GroupState.none();
        for (StampedEvent<GroupEvent> next : log.history(group.subject(), GroupEvent.class)) {
            state = state.with(next.event(), next.stamp());
        }
        return state;
    }
}
