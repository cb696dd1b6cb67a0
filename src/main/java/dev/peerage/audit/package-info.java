/**
 * Who did what, when, where and by which request: the history of one resource, and the audit of all, read from the log
 * itself (adr/0019). Modules tell by {@link dev.peerage.audit.AuditedResource} what their events make of their resources;
 * which there are, is not known here.
 */
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"kernel", "text", "eventstore", "feed", "consistency", "web"})
@NullMarked
package dev.peerage.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
