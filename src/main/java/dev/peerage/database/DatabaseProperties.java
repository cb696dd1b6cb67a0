package dev.peerage.database;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the region keeps its data.
 *
 * @param dataDir directory of everything the region keeps; made when missing, used by one Peerage at a time
 * @param postgresBinaries directory the embedded PostgreSQL's programs are unpacked into, which several regions may
 *     share; {@code <data-dir>/binaries} when not set
 * @param walKeptForPeers how much of its write-ahead log the embedded PostgreSQL keeps for regions that are out of reach;
 *     one that stays away for longer gets what it has missed by copy
 * @param databaseWait how long to wait at the start for an external PostgreSQL that can't be reached
 */
@ConfigurationProperties("peerage")
record DatabaseProperties(
        @DefaultValue("./data") Path dataDir,
        @Nullable Path postgresBinaries,
        @DefaultValue("8GB") DataSize walKeptForPeers,
        @DefaultValue("30s") Duration databaseWait) {}
