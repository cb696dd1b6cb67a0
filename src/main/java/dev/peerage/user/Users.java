package dev.peerage.user;

import dev.peerage.eventstore.DecisionResource;
import dev.peerage.eventstore.Subjects;
import org.springframework.stereotype.Component;

/**
 * Users as this region's log has them, never a view: what other modules' decisions rest on. A command that asks here
 * names the user in {@link dev.peerage.eventstore.Command#asksFor}.
 */
@Component
public class Users implements DecisionResource {

    private final Subjects log;

    Users(Subjects log) {
        this.log = log;
    }

    /** Whether the user is known in this region and not deleted. */
    public boolean exists(UserId user) {
        return log.exists(user.subject());
    }
}
