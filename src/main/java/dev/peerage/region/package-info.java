/**
 * Exchanging events with other regions: a full mesh of PostgreSQL's own logical replication. Each region has a link to
 * every peer, by which the events written there arrive here; the receiving side sets it up, repairs it, and sees to it
 * that nothing is missing. Also the life of a region: joining, leaving, and coming back from a backup (adr/0011, 0014).
 *
 * <p>Knows events as rows, not what they mean: what arrives is folded like what is written here.
 */
@ApplicationModule(
        displayName = "Region",
        allowedDependencies = {"kernel", "database", "nodes", "eventstore", "consistency", "web"})
@NullMarked
package dev.peerage.region;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
