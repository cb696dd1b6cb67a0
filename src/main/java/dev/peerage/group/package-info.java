/** Groups: what a group is, the commands and events that change one, the view of all groups, and its HTTP resource. */
@ApplicationModule(
        displayName = "Group",
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
package dev.peerage.group;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
