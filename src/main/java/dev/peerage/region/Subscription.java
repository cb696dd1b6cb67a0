package dev.peerage.region;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The receiving end of a link: PostgreSQL's subscription in this region's database. */
final class Subscription {

    /** Longer than the sender's keepalives are apart, which {@code wal_sender_timeout} bounds. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Duration CONNECTING = Duration.ofSeconds(2);

    /** A worker that is about to connect looks up from that only when it has connected, or given up. */
    private static final Duration ENDING = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final String name;

    Subscription(JdbcClient jdbc, LinkName link) {
        this(jdbc, link.toString());
    }

    Subscription(JdbcClient jdbc, String name) {
        this.jdbc = jdbc;
        this.name = name;
    }

    /**
     * How it is doing.
     *
     * @param running whether there is a worker
     * @param receiving whether it is connected to the sender and has heard of it lately
     * @param failures how often what arrived could not be stored
     */
    record Status(boolean enabled, boolean running, boolean receiving, long failures) {}

    /** Empty if there is no such subscription. */
    Optional<Status> status() {
        return jdbc.sql("""
                        select s.subenabled, w.pid is not null, w.last_msg_receipt_time, now(), coalesce(f.apply_error_count, 0)
                        from pg_subscription s
                        left join pg_stat_subscription w on w.subid = s.oid and w.relid is null and w.leader_pid is null
                        left join pg_stat_subscription_stats f on f.subid = s.oid
                        where s.subname = ? and s.subdbid = (select oid from pg_database where datname = current_database())
                        """)
                .param(name)
                .query((row, _) -> new Status(
                        row.getBoolean(1),
                        row.getBoolean(2),
                        isRecent(row.getTimestamp(3), row.getTimestamp(4)),
                        row.getLong(5)))
                .optional();
    }

    private static boolean isRecent(@Nullable Timestamp heard, Timestamp now) {
        return heard != null && heard.toInstant().plus(SILENCE).isAfter(now.toInstant());
    }

    /** Makes it, not enabled, over a slot that is there. PostgreSQL connects to the sender to do so. */
    void create(String conninfo) {
        jdbc.sql("""
                        create subscription %s connection %s publication %s
                        with (slot_name = %s, create_slot = false, copy_data = false, enabled = false, streaming = off)
                        """.formatted(name, literal(conninfo), LinkName.PUBLICATION, literal(name)))
                .update();
    }

    /** Has it reach the sender elsewhere. */
    void reach(String conninfo) {
        jdbc.sql("alter subscription %s connection %s".formatted(name, literal(conninfo)))
                .update();
    }

    /** Has it take all that the sender publishes by now: an earlier release has published less. Must be enabled. */
    void takeAllThatIsPublished() {
        boolean takesMarks = jdbc.sql("""
                        select exists (select from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
                                       where s.subname = ? and r.srrelid = 'mark'::regclass)
                        """).param(name).query(Boolean.class).single();
        if (!takesMarks) {
            jdbc.sql("alter subscription %s refresh publication with (copy_data = false)".formatted(name))
                    .update();
        }
    }

    /** Returns when it is connected to the sender, or after some seconds without. */
    void enable() {
        alter("enable");
        var _ = isSoon(CONNECTING, Status::receiving);
    }

    /**
     * When this returns, nothing arrives by it any more.
     *
     * @throws StillArriving if its worker does not end
     */
    void disable() {
        alter("disable");
        if (!isSoon(ENDING, status -> !status.running())) {
            throw new StillArriving(name);
        }
    }

    private boolean isSoon(Duration patience, Predicate<Status> condition) {
        return Soon.holds(patience, () -> status().filter(condition).isPresent());
    }

    private void alter(String how) {
        jdbc.sql("alter subscription %s %s".formatted(name, how)).update();
    }

    /** Removes it if it is there; leaves the slot to whoever has to do with the sender, who may be out of reach. */
    void drop() {
        if (status().isPresent()) {
            disable();
            alter("set (slot_name = none)");
            jdbc.sql("drop subscription " + name).update();
        }
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
