/**
 * Who may do what: keys, the actors they stand for, and the roles that say what an actor may do.
 *
 * <p>May use {@code web} and Spring Security. Knows paths, not what is behind them.
 */
@ApplicationModule(displayName = "Security", allowedDependencies = "web")
@NullMarked
package dev.peerage.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
