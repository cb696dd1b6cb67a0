/**
 * Incremental synchronisation: a consumer gets everything once, and from then on what has changed, in whatever region.
 * Modules tell of their own resources by {@link dev.peerage.sync.SynchronizedResources}; which there are, is not known
 * here.
 */
@ApplicationModule(
        displayName = "Synchronisation",
        allowedDependencies = {"kernel", "eventstore", "views", "consistency", "web"})
@NullMarked
package dev.peerage.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
