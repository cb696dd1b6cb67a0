/**
 * Import of any number of lines of NDJSON. Knows no resource: modules contribute what a line may hold as {@link
 * dev.peerage.bulk.Importable}.
 */
@ApplicationModule(
        displayName = "Bulk",
        allowedDependencies = {"kernel", "eventstore", "consistency", "web"})
@NullMarked
package dev.peerage.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
