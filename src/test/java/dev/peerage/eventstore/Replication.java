package dev.peerage.eventstore;

import dev.peerage.kernel.Stamp;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts events of other regions into a log as their arrival does: the receiving database gives them a position. */
public final class Replication {

    private Replication() {}

    /** Each event in a transaction of its own. */
    public static void deliver(DataSource database, List<? extends StampedEvent<?>> events) {
        JdbcClient sql = JdbcClient.create(database);
        for (StampedEvent<?> event : events) {
            EventCodec codec =
                    new EventCodec(List.of(new EventTypes(List.of(event.event().getClass()))));
            EventType type = codec.typeOf(event.event());
            deliver(
                    sql,
                    event.event().subject(),
                    event.stamp(),
                    type.name(),
                    type.revision(),
                    codec.write(event.event()));
        }
    }

    /** A mark arrives of each other region: everything that it has written until now is here. */
    public static void mark(DataSource database) {
        JdbcClient.create(database).sql("""
                        insert into mark (origin, position, events)
                        select origin, max(origin_position), count(*) from event
                        where origin <> (select name from this_region) group by origin
                        """).update();
    }

    /** An event that may be anything. */
    public static void deliver(JdbcClient sql, String subject, Stamp stamp, String type, int revision, String payload) {
        sql.sql("""
                        insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                        select o.origin, ?, ?, (select coalesce(max(origin_position), 0) + 1 from event e where e.origin = o.origin),
                               ?, ?, ?, ?, 'replication', ?::jsonb
                        from (select ? as origin) o
                        """)
                .params(
                        subject,
                        stamp.dot().sequence(),
                        type,
                        revision,
                        stamp.time().value(),
                        stamp.seen().toString(),
                        payload,
                        stamp.dot().region().name())
                .update();
    }
}
