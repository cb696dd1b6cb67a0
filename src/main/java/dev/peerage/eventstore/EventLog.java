package dev.peerage.eventstore;

import static java.util.Objects.requireNonNull;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final ValueHolders holders;
    private final LowWaterMark mark;
    private final ConditionalAppend conditional;
    private final Region region;

    EventLog(DataSource database, Region region) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.holders = new ValueHolders(jdbc);
        this.mark = new LowWaterMark(database);
        this.region = region;
        this.conditional = new ConditionalAppend(database, this);
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
        return append(events, changes, Optional.empty());
    }

    /**
     * The same, on a condition.
     *
     * @throws Refusal.PreconditionFailed if it does not hold
     */
    long append(
            List<NewEvent> events,
            SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes,
            Optional<UnchangedSince> condition) {
        long last = appendUnlessHeldElsewhere(events, changes, condition);
        if (last == 0) {
            throw new ValuesHeld(holders.of(changes.sequencedKeySet()));
        }
        return last;
    }

    /** @return 0 if a claimed value is held by what another region wrote */
    private long appendUnlessHeldElsewhere(
            List<NewEvent> events,
            SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes,
            Optional<UnchangedSince> condition) {
        try {
            if (condition.isPresent()) {
                return conditional.unless(
                        condition.get(), connection -> AppendStatement.execute(connection, events, changes, region));
            }
            try (Connection connection = database.getConnection()) {
                return AppendStatement.execute(connection, events, changes, region);
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

    /** The first subjects behind a subject, in the database's order of texts: that of the index over them. */
    List<String> subjectsAfter(String subject, int limit) {
        return jdbc.query(
                "select distinct subject from event where subject > ? order by subject limit ?",
                (row, _) -> row.getString(1),
                subject,
                limit);
    }

    /** Those of the subjects that have events behind a position. */
    Set<String> changedAfter(long position, Collection<String> subjects) {
        return new HashSet<>(jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(
                            "select distinct subject from event where subject = any(?) and position > ?");
                    statement.setArray(1, connection.createArrayOf("text", subjects.toArray(String[]::new)));
                    statement.setLong(2, position);
                    return statement;
                },
                (row, _) -> row.getString(1)));
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
        LowWaterMark.Settled before = mark.settled();
        List<StoredEvent> visible = page(position, limit);
        boolean isWithoutGap = settledPrefix(visible, position, 0) == visible.size();
        long settled = isWithoutGap || holds(before) ? before.position() : 0;
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

    /** Whether what was settled before something was read is still so. */
    private boolean holds(LowWaterMark.Settled before) {
        head();
        return mark.settled().serverStart().equals(before.serverStart());
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
        record Head(long position, Instant serverStart) {}
        Head head = requireNonNull(jdbc.queryForObject(
                "select coalesce(max(position), 0), pg_postmaster_start_time() from event",
                (row, _) -> new Head(row.getLong(1), row.getTimestamp(2).toInstant())));
        var _ = mark.answeredBy(head.serverStart());
        return head.position();
    }

    /** When the server was started that has last answered. */
    Instant serverStart() {
        return mark.settled().serverStart();
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
}
