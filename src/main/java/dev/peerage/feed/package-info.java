/**
 * Events as an API: what the log's events are called and say in public, apart from how they are stored. Modules tell of
 * their own events by {@link dev.peerage.feed.PublicEvents}; which there are, is not known here.
 */
@ApplicationModule(
        displayName = "Event feed",
        allowedDependencies = {"kernel", "eventstore", "consistency", "web"})
@NullMarked
package dev.peerage.feed;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
