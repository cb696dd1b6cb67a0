package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of events. Appending is one statement, whatever the number of events: it is a transaction of its own, one
 * round trip, and either all of it happens or nothing.
 */
class EventLog {

    /**
     * Locks go before releases and releases before claims, which PostgreSQL would not promise without the references
     * from one part to the other. A claim of a value that this region gave to another subject violates the primary key
     * and undoes everything; one of a value that another subject has from another region leaves everything undone, and
     * the answer empty. The look at the latter is a probe for each claim ({@code limit} within {@code lateral}),
     * whatever a plan made while the table was small would have it be.
     */
    private static final String APPEND = """
            with letting_go as materialized (
                select * from unnest(?::text[], ?::text[], ?::text[], ?::text[]) l (kind, value, subject, granting)
            ), wanted as materialized (
                select * from unnest(?::text[], ?::text[], ?::text[]) w (kind, value, subject)
            ), elsewhere as materialized (
                select from wanted w cross join lateral (
                    select from unique_value_elsewhere e
                    where e.kind = w.kind and e.value = w.value and e.subject <> w.subject
                    and not exists (
                        select from letting_go l
                        where l.kind = e.kind and l.value = e.value and l.subject = e.subject)
                    limit 1) other
                limit 1
            ), locked as (
                select from unnest(?::text[], ?::text[]) with ordinality l (kind, value, number)
                join unique_value u using (kind, value)
                order by l.number for update of u
            ), released as (
                delete from unique_value u using letting_go l
                where u.kind = l.kind and u.value = l.value and u.subject = l.subject
                and (l.granting is null or l.granting = u.xmin::text)
                and not exists (select from elsewhere)
                and (select count(*) from locked) >= 0
                returning 1
            ), claimed as (
                insert into unique_value (kind, value, subject)
                select kind, value, subject from wanted
                where not exists (select from elsewhere)
                and (select count(*) from released) >= 0
            ), drawn as (
                select nextval('event_position') as position, e.*
                from unnest(?::text[], ?::bigint[], ?::text[], ?::smallint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    e (subject, sequence, type, revision, hlc, seen, actor, request_id, cause, payload)
                where not exists (select from elsewhere)
            ), appended as (
                insert into event (position, origin, subject, sequence, origin_position,
                                   type, revision, hlc, seen, actor, request_id, cause, payload)
                select position, ?, subject, sequence, position,
                       type, revision, hlc, seen, actor, request_id, cause, payload::jsonb
                from drawn
                returning position
            )
            select max(position) from appended
            """;

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final ValueHolders holders;
    private final LowWaterMark mark;
    private final Region region;

    EventLog(DataSource database, Region region) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.holders = new ValueHolders(jdbc);
        this.mark = new LowWaterMark(database);
        this.region = region;
    }

    Region region() {
        return region;
    }

    /**
     * Appends events of this region.
     *
     * @return the position of the last one
     * @throws StreamMovedOn if one of the events' streams has gone on since it was read
     * @throws ValuesHeld if a claimed value is held by another subject
     * @throws AppendUndone if PostgreSQL let another append go first
     */
    long append(List<NewEvent> events, SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes) {
        long last = appendUnlessHeldElsewhere(events, changes);
        if (last == 0) {
            throw new ValuesHeld(holders.of(changes.sequencedKeySet()));
        }
        return last;
    }

    /** @return 0 if a claimed value is held by what another region wrote */
    private long appendUnlessHeldElsewhere(
            List<NewEvent> events, SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(APPEND)) {
            AppendParameters.bind(statement, events, changes, region);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        } catch (SQLException refused) {
            throw AppendRefusal.translate(refused, () -> holders.of(changes.sequencedKeySet()));
        }
    }

    /** The events of one aggregate from all regions, each region's in its order. */
    List<StoredEvent> stream(String subject) {
        return jdbc.query(
                "select " + StoredEventMapper.COLUMNS + " from event where subject = ? order by position",
                new StoredEventMapper(),
                subject);
    }

    /** The events of several aggregates in one round trip; a subject without events has an empty list. */
    Map<String, List<StoredEvent>> streams(Collection<String> subjects) {
        if (subjects.size() == 1) {
            // PostgreSQL plans an array's query each time anew
            String subject = subjects.iterator().next();
            return Map.of(subject, stream(subject));
        }
        Map<String, List<StoredEvent>> streams = new HashMap<>();
        subjects.forEach(subject -> streams.put(subject, new ArrayList<>()));
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement("select " + StoredEventMapper.COLUMNS
                            + " from event where subject = any(?) order by position");
                    statement.setArray(1, connection.createArrayOf("text", subjects.toArray(String[]::new)));
                    return statement;
                },
                rows -> {
                    StoredEventMapper mapper = new StoredEventMapper();
                    while (rows.next()) {
                        StoredEvent event = mapper.mapRow(rows, 0);
                        streams.computeIfAbsent(event.subject(), _ -> new ArrayList<>())
                                .add(event);
                    }
                    return streams;
                });
        return streams;
    }

    /** Those of the subjects that have events, and none that retires them. */
    Set<String> existing(Collection<String> subjects, Collection<String> retiringTypes) {
        String types = retiringTypes.stream().map(type -> "'" + type + "'").collect(Collectors.joining(", "));
        // the types stand in the statement, as it could not use the partial index if they were parameters
        String query = """
                select s.subject from unnest(?::text[]) s (subject)
                where exists (select from event e where e.subject = s.subject)
                and not exists (select from event e where e.subject = s.subject and e.type in (%s))
                """.formatted(types.isEmpty() ? "''" : types);
        return new HashSet<>(jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(query);
                    statement.setArray(1, connection.createArrayOf("text", subjects.toArray(String[]::new)));
                    return statement;
                },
                (row, _) -> row.getString(1)));
    }

    /**
     * A page of the log.
     *
     * @param outstanding events are visible behind the page that can't be read yet, since one before them may still
     *     appear
     */
    record Page(List<StoredEvent> events, boolean outstanding) {}

    /** At most {@code limit} events in the order of their positions, never past one that is outstanding. */
    Page readAfter(long position, int limit) {
        long settled = mark.settled();
        List<StoredEvent> visible = page(position, limit);
        int readable = settledPrefix(visible, position, settled);
        if (readable == 0 && !visible.isEmpty()) {
            long next = visible.getFirst().position();
            settled = mark.settle(next);
            if (settled >= next) {
                visible = page(position, limit);
                readable = settledPrefix(visible, position, settled);
            }
        }
        return new Page(visible.subList(0, readable), readable < visible.size());
    }

    private List<StoredEvent> page(long after, int limit) {
        return jdbc.query(
                "select " + StoredEventMapper.COLUMNS + " from event where position > ? order by position limit ?",
                new StoredEventMapper(),
                after,
                limit);
    }

    /**
     * How many events of a page follow each other without a position missing that may still appear.
     *
     * @param settled the mark as it was before the page was read: another reader may move it on at any time, past an
     *     event that became visible after this page was read
     */
    private static int settledPrefix(List<StoredEvent> page, long after, long settled) {
        long last = after;
        for (int i = 0; i < page.size(); i++) {
            long next = page.get(i).position();
            if (next != last + 1 && next - 1 > settled) {
                return i;
            }
            last = next;
        }
        return page.size();
    }

    /** The highest visible position, 0 in an empty log. */
    long head() {
        return first("select coalesce(max(position), 0) from event");
    }

    /** Moves the low-water mark on; see {@link LowWaterMark#settle}. */
    long settle(long drawn) {
        return mark.settle(drawn);
    }

    /** Which events of a subject are here: of each region the highest sequence, as regions' events arrive in order. */
    VersionVector version(String subject) {
        return jdbc
                .query(
                        "select origin, max(sequence) from event where subject = ? group by origin",
                        (row, _) -> new Dot(Region.of(row.getString(1)), row.getLong(2)),
                        subject)
                .stream()
                .reduce(VersionVector.none(), VersionVector::with, VersionVector::join);
    }

    /** The highest time this region has ever stamped, or received without being far ahead of {@code bound}. */
    HybridTime latestTime(HybridTime bound) {
        Long latest = jdbc.queryForObject(Origins.EACH + """
                        select greatest((select max((select max(hlc) from event where origin = region and hlc <= ?)) from each_origin),
                                        (select max(hlc) from event where origin = ? and hlc > ?))
                        """, Long.class, bound.value(), region.name(), bound.value());
        return new HybridTime(latest == null ? 0 : latest);
    }

    /** Who wrote these events; of what is not here, nothing. */
    Map<EventName, String> actors(Collection<EventName> events) {
        Map<EventName, String> actors = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement("""
                            select subject, origin, sequence, e.actor
                            from unnest(?::text[], ?::text[], ?::bigint[]) n (subject, origin, sequence)
                            join event e using (subject, origin, sequence)
                            """);
                    statement.setArray(1, texts(connection, events, EventName::subject));
                    statement.setArray(
                            2,
                            texts(
                                    connection,
                                    events,
                                    event -> event.dot().region().name()));
                    statement.setArray(
                            3,
                            connection.createArrayOf(
                                    "bigint",
                                    events.stream()
                                            .map(event -> event.dot().sequence())
                                            .toArray(Long[]::new)));
                    return statement;
                },
                row -> {
                    Dot dot = new Dot(Region.of(row.getString(2)), row.getLong(3));
                    actors.put(new EventName(row.getString(1), dot), row.getString(4));
                });
        return actors;
    }

    static <T> Array texts(Connection connection, Collection<T> rows, Function<T, String> column) throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(column).toArray(String[]::new));
    }

    private long first(String query) {
        Long value = jdbc.queryForObject(query, Long.class);
        return value == null ? 0 : value;
    }
}
