package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The replication slots of a database: each keeps what one receiver has not taken yet. */
final class Slots {

    /** A receiver that was ended connects again within half a second, and may be quicker than the drop. */
    private static final RetryTemplate QUICKER_THAN_THE_RECEIVER = new RetryTemplate(RetryPolicy.builder()
            .includes(DataAccessException.class)
            .excludes(DataAccessResourceFailureException.class)
            .maxRetries(10)
            .delay(Duration.ofMillis(50))
            .build());

    private Slots() {}

    /**
     * A slot by which this region's events leave it.
     *
     * @param keptBytes of write-ahead log that the server keeps for it
     * @param leftBytes that may still be written before the server gives the slot up, empty if it never does
     */
    record Kept(String name, boolean active, boolean lost, long keptBytes, Optional<Long> leftBytes) {}

    static List<Kept> of(JdbcClient database, Region region) {
        return database.sql("""
                        select slot_name, active, coalesce(wal_status, 'lost') = 'lost',
                               coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint, safe_wal_size
                        from pg_replication_slots
                        where database = current_database() and slot_name like ? order by slot_name
                        """)
                .param(LinkName.slotsOf(region))
                .query((row, _) -> new Kept(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        row.getLong(4),
                        Optional.ofNullable(row.getObject(5, Long.class))))
                .list();
    }

    /** Drops a slot if it is there, having ended whoever takes from it. */
    static void drop(JdbcClient database, LinkName link) {
        drop(database, link.toString());
    }

    /** Drops all slots by which the region's events leave it. */
    static void dropAllOf(JdbcClient database, Region region) {
        of(database, region).forEach(slot -> drop(database, slot.name()));
    }

    private static void drop(JdbcClient database, String name) {
        try {
            var _ = QUICKER_THAN_THE_RECEIVER.execute(() -> dropped(database, name));
        } catch (RetryException stillInUse) {
            throw new IllegalStateException("the slot " + name + " cannot be dropped", stillInUse.getCause());
        }
    }

    private static boolean dropped(JdbcClient database, String name) {
        String slots = " from pg_replication_slots where database = current_database() and slot_name = ?";
        // waits up to 10 s until the sender's process has ended, as a slot that is in use is not dropped
        database.sql("select pg_terminate_backend(active_pid, 10000)" + slots + " and active_pid is not null")
                .param(name)
                .query((row, _) -> row.getBoolean(1))
                .list();
        database.sql("select pg_drop_replication_slot(slot_name)" + slots)
                .param(name)
                .query((_, _) -> name)
                .list();
        return true;
    }
}
