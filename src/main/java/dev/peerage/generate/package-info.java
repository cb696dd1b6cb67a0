/**
 * Writes a production-like directory as NDJSON for {@code POST /api/v1/import}: people with names of many scripts,
 * groups, and memberships with a realistic skew of sizes. Equal arguments give equal bytes on every machine.
 *
 * <p>Stands alone: it uses no other module and nothing of Spring at run time, so that it starts without a server or a
 * database. {@link dev.peerage.generate.GenerateCommand} is its only public type.
 */
@NullMarked
@ApplicationModule(
        displayName = "Generate",
        allowedDependencies = {})
package dev.peerage.generate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
