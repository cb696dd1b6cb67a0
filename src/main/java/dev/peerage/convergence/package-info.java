/**
 * What the convergence of regions leaves for people to look at: fields that were written concurrently and not settled
 * since, and fields whose value is stamped far ahead. Modules tell of their own resources by
 * {@link dev.peerage.convergence.ConvergentResources}; which there are, is not known here.
 */
@ApplicationModule(
        displayName = "Convergence",
        allowedDependencies = {"kernel", "eventstore", "consistency", "web"})
@NullMarked
package dev.peerage.convergence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
