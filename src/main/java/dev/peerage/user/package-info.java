/** Users: what a user is, the commands and events that change one, the view of all users, and its HTTP resource. */
@ApplicationModule(
        displayName = "User",
        allowedDependencies = {
            "kernel",
            "text",
            "eventstore",
            "feed",
            "sync",
            "audit",
            "views",
            "consistency",
            "convergence",
            "search",
            "bulk",
            "web"
        })
@NullMarked
package dev.peerage.user;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
