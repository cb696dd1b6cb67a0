/**
 * Measures Peerage beside its nearest relative on the JVM, the replicated event sourcing of Apache Pekko 1.1.3: the same
 * random histories run through both, and the cost of one add to groups of several sizes. {@code mvn verify -Pfield}
 * writes {@code target/field/report.md}.
 *
 * <p>Of Pekko only its set is on the class path, not its actors: what these do around it is modelled by
 * {@link dev.peerage.field.PekkoReplica}, which says how and where it is written.
 */
@NullMarked
package dev.peerage.field;

import org.jspecify.annotations.NullMarked;
