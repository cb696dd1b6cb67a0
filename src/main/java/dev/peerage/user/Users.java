package dev.peerage.user;

import dev.peerage.eventstore.DecisionResource;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Subjects;
import org.springframework.stereotype.Component;

/**
 * Users as this region's log has them, never a view: what other modules' decisions rest on. A command that asks here
 * names the user in {@link dev.peerage.eventstore.Command#alsoReads}.
 */
@Component
public class Users implements DecisionResource {

    private final Subjects log;

    Users(Subjects log) {
        this.log = log;
    }

    /** Whether the user is known in this region and not deleted. */
    public boolean exists(UserId user) {
        UserState state = UserState.none();
        for (StampedEvent<UserEvent> next : log.history(user.subject(), UserEvent.class)) {
            state = state.with(next.event(), next.stamp());
        }
        return state.exists();
    }
}
