/**
 * The log of events: regional streams in PostgreSQL behind Axon's event store interfaces, stamping, the low-water mark,
 * and the way from a command to its events. Uses the kernel; knows no user, group or membership.
 */
@ApplicationModule(
        displayName = "Event store",
        allowedDependencies = {"kernel", "database", "nodes"})
@NullMarked
package dev.peerage.eventstore;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
