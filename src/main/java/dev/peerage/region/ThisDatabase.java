package dev.peerage.region;

import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.OwnPositions;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** This region's own database: its identity, where it is, and the ends of links in it. */
final class ThisDatabase {

    /** By how much the clocks may drift apart until that is written down for peers to see. */
    private static final Duration DRIFT = Duration.ofMillis(100);

    /** Longer than any transaction of this application takes; others may take longer. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final DataSource database;
    private final JdbcClient jdbc;
    private final Region region;

    ThisDatabase(DataSource database, Region region) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.region = region;
    }

    DataSource dataSource() {
        return database;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    Region region() {
        return region;
    }

    UUID id() {
        return jdbc.sql("select id from this_region").query(UUID.class).single();
    }

    int schema() {
        return Schema.version(jdbc);
    }

    /**
     * Where the database is: which cluster, which database of it, and on which timeline. A dump that is restored comes
     * into another cluster, and a cluster that is recovered from an archive begins a timeline. The control file tells of
     * that only from the next checkpoint on, the name of the file being written does at once.
     */
    String place() {
        return jdbc.sql("""
                        select system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '/' || d.oid
                        from pg_control_system(), pg_database d where d.datname = current_database()
                        """).query(String.class).single();
    }

    /** Where it was at its last start, empty at the first. */
    Optional<String> lastPlace() {
        return jdbc.sql("select place from this_region")
                .query((row, _) -> Optional.ofNullable(row.getString(1)))
                .single();
    }

    /** If it does not come to its end, the next start takes the database for one that was restored. */
    void isBeingRestored() {
        jdbc.sql("update this_region set place = '', grants_complete = false").update();
    }

    void isAt(String place) {
        jdbc.sql("update this_region set place = ?").param(place).update();
    }

    /** It has taken back what it has written, as far as that is to be had: what its own mark was about is not what it has now. */
    void hasTakenBack() {
        OwnPositions.tookBack(jdbc);
        Marks.forget(region, jdbc);
    }

    /** Whether an event that a peer has of this region is in its own log. */
    boolean has(LastEvent event) {
        return jdbc.sql(
                        "select exists (select from event where subject = ? and origin = ? and sequence = ? and hlc = ?)")
                .params(event.subject(), region.name(), event.sequence(), event.hlc())
                .query(Boolean.class)
                .single();
    }

    /**
     * Waits until all transactions that are under way now have ended. A commit is on the disk, and may have been replicated,
     * a moment before it is visible here; so who compares a peer's log with this one asks the peer first, and then waits for
     * that.
     *
     * @return whether they have ended in time
     */
    boolean isSettledSoon() {
        long next = jdbc.sql("select pg_current_xact_id()::text::bigint")
                .query(Long.class)
                .single();
        return Soon.holds(
                SETTLING,
                () -> jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= ?")
                        .param(next)
                        .query(Boolean.class)
                        .single());
    }

    HybridTime latestTimeOfItsOwn() {
        return new HybridTime(jdbc.sql("select coalesce(max(hlc), 0) from event where origin = ?")
                .param(region.name())
                .query(Long.class)
                .single());
    }

    /** No event will be given this position any more, nor a lower one. */
    void goPast(long position) {
        jdbc.sql("select setval('event_position', greatest(?, (select last_value from event_position)))")
                .param(position)
                .query(Long.class)
                .single();
    }

    /** Takes the ends here of both links between this region and a peer apart. */
    void takeLinksApart(Region peer) {
        Slots.drop(jdbc, new LinkName(region, peer));
        new Subscription(jdbc, new LinkName(peer, region)).drop();
    }

    /** Takes all links apart: those that bring events here, and those by which its events leave. */
    void takeLinksApart() {
        String ours = "select subname from pg_subscription where subname like ? and subdbid ="
                + " (select oid from pg_database where datname = current_database())";
        for (String name : jdbc.sql(ours)
                .param(LinkName.subscriptionsOf(region))
                .query((row, _) -> row.getString(1))
                .list()) {
            new Subscription(jdbc, name).drop();
        }
        Slots.dropAllOf(jdbc, region);
    }

    /** Writes down how far the application's clock is ahead of the database's, if that has changed. */
    void tellClock(InstantSource clock) {
        Instant before = clock.instant();
        record Clocks(Instant database, Duration told) {}
        Clocks clocks = jdbc.sql("select clock_timestamp(), clock_ahead_ms from this_region")
                .query((row, _) -> new Clocks(row.getTimestamp(1).toInstant(), Duration.ofMillis(row.getLong(2))))
                .single();
        Instant after = clock.instant();
        Duration ahead = Duration.between(
                clocks.database(), before.plus(Duration.between(before, after).dividedBy(2)));
        if (ahead.minus(clocks.told()).abs().compareTo(DRIFT) > 0) {
            jdbc.sql("update this_region set clock_ahead_ms = ?")
                    .param(ahead.toMillis())
                    .update();
        }
    }
}
