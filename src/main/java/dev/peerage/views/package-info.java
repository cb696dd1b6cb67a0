/**
 * What every view needs: processors that follow the log, batches folded and stored in one transaction, progress that
 * readers can wait for, replay, rebuild beside the view that is read, segments dealt out over nodes, forms of releases, the check
 * against the log, and subjects that are stopped by an error rather than skipped. Knows no view in particular.
 */
@ApplicationModule(
        displayName = "Views",
        allowedDependencies = {"kernel", "eventstore", "nodes"})
@NullMarked
package dev.peerage.views;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
