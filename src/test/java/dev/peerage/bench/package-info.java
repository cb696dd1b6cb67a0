/**
 * Measures what Peerage does beside what the machine could do at most: each figure and its limit in turn, in one run,
 * on the durable embedded PostgreSQL. {@code mvn verify -Pbench} writes {@code target/bench/report.md} and its charts.
 */
@NullMarked
package dev.peerage.bench;

import org.jspecify.annotations.NullMarked;
