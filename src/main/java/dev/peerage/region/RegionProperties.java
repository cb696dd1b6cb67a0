package dev.peerage.region;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The regions to exchange events with.
 *
 * @param peers by their names how to reach their databases: {@code postgresql://user:password@host:5432/database}, or
 *     {@code file:<data-dir>} of a region with an embedded PostgreSQL on this machine
 * @param restored whether this database was brought back from a backup, so that its peers must be asked for what is
 *     missing before it is used; if unset, that is told from where the database was at its last start
 * @param databaseWait how long a start waits for peers if it must ask them
 */
@ConfigurationProperties("peerage")
record RegionProperties(
        @DefaultValue Map<String, String> peers,
        @Nullable Boolean restored,
        @DefaultValue("30s") Duration databaseWait) {

    /** Without the addresses, as there are passwords in them. */
    @Override
    public String toString() {
        return "RegionProperties[peers=" + peers.keySet() + ", restored=" + restored + "]";
    }
}
