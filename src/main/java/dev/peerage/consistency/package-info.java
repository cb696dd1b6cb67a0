/**
 * What HTTP and the log have to do with each other: consistency tokens and entity tags on requests and answers, waiting
 * for a view, conditional writes, and what a refused command is answered with.
 */
@ApplicationModule(
        displayName = "Consistency",
        allowedDependencies = {"kernel", "eventstore", "views", "security", "web"})
@NullMarked
package dev.peerage.consistency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
