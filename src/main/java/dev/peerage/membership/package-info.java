/**
 * Memberships: each an aggregate of its own, that a group has a user as a member; the commands and events that change
 * one, the view of them all, and the HTTP resources below groups and users that show them.
 *
 * <p>Uses users and groups by their ids and by what commands may ask of them. In the directory view it also reads their
 * tables, through entities of its own: a membership is shown only beside a group and a user that are there, and a list
 * of members shows their names.
 */
@ApplicationModule(
        displayName = "Membership",
        allowedDependencies = {
            "kernel",
            "eventstore",
            "feed",
            "sync",
            "audit",
            "views",
            "consistency",
            "bulk",
            "web",
            "user",
            "group"
        })
@NullMarked
package dev.peerage.membership;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
