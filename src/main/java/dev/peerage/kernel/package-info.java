/**
 * The convergent kernel: who wrote what when, and what many writers' facts add up to.
 *
 * <p>Every event carries a {@link dev.peerage.kernel.Stamp}. The convergent types, {@link dev.peerage.kernel.Register}
 * and {@link dev.peerage.kernel.ObservedRemoveElement}, are pure functions of the set of stamped events that were
 * merged: order, duplication and replay make no difference. {@link dev.peerage.kernel.VersionVector} and
 * {@link dev.peerage.kernel.ConsistencyToken} say how much of that set somebody has, and
 * {@link dev.peerage.kernel.HybridLogicalClock} tells the time that orders concurrent writes. All types but the clock
 * are immutable values.
 *
 * <p>Depends on {@code java.*} and JSpecify's annotations alone, and every other module may use it.
 */
@NullMarked
package dev.peerage.kernel;

import org.jspecify.annotations.NullMarked;
