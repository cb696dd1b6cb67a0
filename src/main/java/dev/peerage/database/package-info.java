/**
 * The region's PostgreSQL and the directory all of its data lives in: a durable server that Peerage brings along and
 * runs itself, or an external one when {@code spring.datasource.url} is set. Also refuses to start on a database this
 * release can't use, saying what to do.
 *
 * <p>Uses no other module. Others ask for a {@link javax.sql.DataSource} as usual, for
 * {@link dev.peerage.database.DataDirectory} to keep files, and throw {@link dev.peerage.database.StartRefused} when
 * the region can't start.
 */
@ApplicationModule(
        displayName = "Database",
        allowedDependencies = {})
@NullMarked
package dev.peerage.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
