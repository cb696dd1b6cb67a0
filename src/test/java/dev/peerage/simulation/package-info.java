/**
 * Whole directories in several regions, simulated: the kernel, the views' folds and the form of their rows are the real
 * ones, and a seed decides everything else. Each run is compared with the definitions, evaluated over plain sets of
 * events by code that shares nothing with what it judges.
 */
@NullMarked
package dev.peerage.simulation;

import org.jspecify.annotations.NullMarked;
