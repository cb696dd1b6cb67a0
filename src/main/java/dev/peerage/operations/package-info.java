/** What an operator asks for and does, over HTTP: how views are doing, replays, fingerprints. */
@ApplicationModule(
        displayName = "Operations",
        allowedDependencies = {"kernel", "eventstore", "views", "consistency", "web"})
@NullMarked
package dev.peerage.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
