package dev.peerage.region;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.peerage.database.DatabaseAddress;
import dev.peerage.eventstore.EventCounts;
import dev.peerage.kernel.Region;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database of a peer, as this region sees it: whether it is the right one, and the sending end of the link to here,
 * which is a publication and a slot.
 */
final class PeerDatabase implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** Events and marks. */
    private static final int PUBLISHED_TABLES = 2;

    private final DatabaseAddress address;
    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final EventCounts counts;

    private PeerDatabase(DatabaseAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
        this.jdbc = JdbcClient.create(pool);
        this.counts = new EventCounts(pool);
    }

    /**
     * Connects once.
     *
     * @throws IOException if that fails, as soon as it does
     */
    static PeerDatabase at(DatabaseAddress address, Region here) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("peer " + address);
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(1);
        config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
        config.addDataSourceProperty("ApplicationName", "peerage " + here);
        config.addDataSourceProperty("loginTimeout", CONNECT_LIMIT.toSeconds());
        config.addDataSourceProperty("socketTimeout", ANSWER_LIMIT.toSeconds());
        try {
            return new PeerDatabase(address, new HikariDataSource(config));
        } catch (PoolInitializationException failed) {
            throw new IOException("The database %s cannot be reached".formatted(address), failed);
        }
    }

    DatabaseAddress address() {
        return address;
    }

    DataSource dataSource() {
        return pool;
    }

    /**
     * Which database of which region it is.
     *
     * @param retiredUs whether it has retired the region that asks
     */
    record Identity(UUID id, boolean retiredUs) {}

    /**
     * Makes sure that it is the database of that region, of a release that this one understands, and that it knows this
     * region as no other database. Writes nothing.
     *
     * @throws PeerRefused if not
     * @throws IOException if nobody has started Peerage on it yet
     */
    Identity identify(Region expected, Region here, UUID idHere, int schemaHere) throws IOException {
        mustBePeerage();
        int schema = Schema.version(jdbc);
        if (schema > schemaHere && Schema.floor(jdbc) > schemaHere) {
            throw new PeerRefused(
                    "The database %s of %s has schema %d, and this release knows %d."
                            .formatted(address, expected, schema, schemaHere),
                    "Upgrade this region to the release of that one.");
        }
        if (schema < Schema.OLDEST) {
            throw new PeerRefused(
                    "The database %s of %s has schema %d, and this release exchanges events with %d and later."
                            .formatted(address, expected, schema, Schema.OLDEST),
                    "Upgrade that region first.");
        }
        record Named(Region region, UUID id) {}
        Named named = jdbc.sql("select name, id from this_region")
                .query((row, _) -> new Named(Region.of(row.getString(1)), row.getObject(2, UUID.class)))
                .optional()
                .orElseThrow(() -> notStarted());
        Region region = named.region();
        UUID id = named.id();
        if (region.equals(here)) {
            throw new PeerRefused(
                    "The database %s is that of a region named %s, as this one is.".formatted(address, here)
                            + (id.equals(idHere) ? " It is this very database, or a copy of it." : ""),
                    "Regions need different names from their first start on: have peerage.peers.%s lead to the database of %s."
                            .formatted(expected, expected));
        }
        if (!region.equals(expected)) {
            throw new PeerRefused(
                    "The database %s is that of the region %s, and not of %s.".formatted(address, region, expected),
                    "Have peerage.peers.%s lead to the database of %s.".formatted(expected, expected));
        }
        return new Identity(id, isRetired(here, idHere, expected));
    }

    private boolean isRetired(Region here, UUID idHere, Region peer) {
        record Known(@Nullable UUID id, boolean retired) {}
        Known known = jdbc.sql("select id, retired from peer where region = ?")
                .param(here.name())
                .query((row, _) -> new Known(row.getObject(1, UUID.class), row.getBoolean(2)))
                .optional()
                .orElse(new Known(null, false));
        if (known.id() != null && !known.id().equals(idHere)) {
            throw new PeerRefused(
                    "%s knows another database as %s.".formatted(peer, here),
                    "Two databases must not write as one region. If %s has lost its old one, retire it at %s and add it again."
                            .formatted(here, peer));
        }
        return known.retired();
    }

    private void mustBePeerage() throws IOException {
        record Tables(boolean ofPeerage, boolean ofOthers) {}
        Tables tables = jdbc.sql("""
                        select to_regclass('this_region') is not null and to_regclass('event') is not null,
                               to_regclass('flyway_schema_history') is null
                               and exists (select from pg_class where relnamespace = current_schema()::regnamespace)
                        """)
                .query((row, _) -> new Tables(row.getBoolean(1), row.getBoolean(2)))
                .single();
        if (!tables.ofPeerage() && !tables.ofOthers()) {
            throw notStarted();
        }
        if (!tables.ofPeerage()) {
            throw new PeerRefused(
                    "The database %s is no database of Peerage.".formatted(address),
                    "Name the database of a region, after that region was started once.");
        }
    }

    private IOException notStarted() {
        return new IOException(
                "The database %s is no database of Peerage yet. Name the database of a region, and start that region first."
                        .formatted(address));
    }

    /** Has the peer publish what it writes; once for all its peers, one of which may do so at the same time. */
    void publish(Region peer) {
        int published = published();
        if (published < PUBLISHED_TABLES) {
            try {
                jdbc.sql(publication(peer, published)).update();
            } catch (DuplicateKeyException | BadSqlGrammarException anotherWasFirst) {
                if (published() < PUBLISHED_TABLES) {
                    throw anotherWasFirst;
                }
            }
        }
    }

    private int published() {
        return jdbc.sql("select count(*) from pg_publication_tables where pubname = ?")
                .param(LinkName.PUBLICATION)
                .query(Integer.class)
                .single();
    }

    private static String publication(Region peer, int published) {
        String marks = "table mark where (origin = '%s')".formatted(peer.name());
        return published == 0
                ? "create publication %s for table event (%s) where (origin = '%s'), %s with (publish = 'insert')"
                        .formatted(LinkName.PUBLICATION, EventRow.COLUMNS, peer.name(), marks)
                // an earlier release has made it
                : "alter publication %s add %s".formatted(LinkName.PUBLICATION, marks);
    }

    /** Whether the slot is there and still keeps everything that has not been taken from it. */
    boolean hasSlot(LinkName link) {
        return jdbc.sql("""
                        select exists (select from pg_replication_slots
                                       where slot_name = ? and wal_status <> 'lost' and database = current_database())
                        """).param(link.toString()).query(Boolean.class).single();
    }

    /** From now on everything that is committed there is kept until it was taken from the slot. */
    void makeSlot(LinkName link) {
        Slots.drop(jdbc, link);
        // none for a region that has just been retired there: nobody would drop it
        jdbc.sql("""
                        select pg_create_logical_replication_slot(?, 'pgoutput')
                        where not exists (select from peer where region = ? and retired)
                        """)
                .params(link.toString(), link.to().name())
                .query((_, _) -> link)
                .single();
    }

    void dropSlot(LinkName link) {
        Slots.drop(jdbc, link);
    }

    /** Has it publish no more, if nobody takes from it. */
    void unpublish(Region peer) {
        if (Slots.of(jdbc, peer).isEmpty()) {
            jdbc.sql("drop publication if exists " + LinkName.PUBLICATION).update();
        }
    }

    /** The end of its write-ahead log: what was committed before is below, even if that does not wait for the disk. */
    String logEnd() {
        return jdbc.sql("select pg_current_wal_insert_lsn()::text")
                .query(String.class)
                .single();
    }

    /** Whether the receiver has said that it keeps everything below a place in the write-ahead log. */
    boolean isTakenUpTo(String logEnd, LinkName link) {
        return jdbc.sql("""
                        select exists (select from pg_replication_slots
                                       where slot_name = ? and confirmed_flush_lsn >= ?::pg_lsn)
                        """)
                .params(link.toString(), logEnd)
                .query(Boolean.class)
                .single();
    }

    /** How many events of each region it has. */
    Map<Region, Long> counts() {
        return counts.now();
    }

    /** How far the clock by which the peer stamps is ahead of this region's; by half a round trip exact. */
    Duration clockOffset(InstantSource clockHere) {
        Instant before = clockHere.instant();
        Instant there = jdbc.sql("select clock_timestamp() + clock_ahead_ms * interval '1 ms' from this_region")
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .single();
        Instant after = clockHere.instant();
        return Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), there);
    }

    /** The last of a region's events that the peer has, in the order in which that region wrote them. */
    Optional<LastEvent> lastEventOf(Region origin) {
        return jdbc.sql("""
                        select subject, sequence, hlc, origin_position from event
                        where origin = ? order by origin_position desc limit 1
                        """)
                .param(origin.name())
                .query((row, _) -> new LastEvent(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .optional();
    }

    @Override
    public void close() {
        pool.close();
    }
}
