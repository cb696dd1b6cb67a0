package dev.peerage.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A second table of events, like the first in columns, constraints and indexes, into which plain JDBC writes the very
 * rows that the event store has just written: with a connection for each thread, no pool, no reading, no deciding, no
 * serialising.
 */
final class LimitLog {

    private static final String COLUMNS =
            "origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, request_id, cause, payload";
    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)";
    private static final int WIDTH = 12;

    private static final String BATCH = """
            insert into limit_event (%1$s)
            select origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, request_id, cause, payload::jsonb
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::smallint[], ?::bigint[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[]) e (%1$s)
            """.formatted(COLUMNS);

    private final DataSource database;
    private final JdbcClient jdbc;

    /** @param database makes a new connection each time */
    LimitLog(DataSource database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        jdbc.sql("create sequence limit_position").update();
        jdbc.sql("create table limit_event (like event including all)").update();
        jdbc.sql("alter table limit_event alter position set default nextval('limit_position')")
                .update();
    }

    /** The database that has both logs. */
    JdbcClient jdbc() {
        return jdbc;
    }

    long head() {
        return jdbc.sql("select coalesce(max(position), 0) from event")
                .query(Long.class)
                .single();
    }

    /** What was appended behind a position, in the order of positions. */
    List<EventRow> appendedAfter(long position) {
        return jdbc.sql("select xmin::text::bigint, " + COLUMNS
                        + " from event where position > :position order by position")
                .param("position", position)
                .query((row, _) -> new EventRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getInt(7),
                        row.getLong(8),
                        row.getString(9),
                        row.getString(10),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13)))
                .list();
    }

    /** The rows by the transaction that wrote them. */
    static List<List<EventRow>> byTransaction(List<EventRow> rows) {
        Map<Long, List<EventRow>> transactions = new HashMap<>();
        rows.forEach(row -> transactions
                .computeIfAbsent(row.transaction(), _ -> new ArrayList<>())
                .add(row));
        List<List<EventRow>> shuffled = new ArrayList<>(transactions.values());
        shuffled.sort((one, other) ->
                Long.compare(one.getFirst().originPosition(), other.getFirst().originPosition()));
        return Collections.unmodifiableList(shuffled);
    }

    /** Writes each transaction's rows by one statement that commits itself. */
    Crew.Worker oneByOne(List<List<EventRow>> transactions) throws SQLException {
        Connection connection = database.getConnection();
        Map<Integer, PreparedStatement> statements = new HashMap<>();
        return new Crew.Worker() {
            @Override
            public void work(int task) throws SQLException {
                List<EventRow> rows = transactions.get(task);
                PreparedStatement statement = statements.get(rows.size());
                if (statement == null) {
                    statement = connection.prepareStatement("insert into limit_event (" + COLUMNS + ") values "
                            + String.join(", ", Collections.nCopies(rows.size(), ROW)));
                    statements.put(rows.size(), statement);
                }
                for (int i = 0; i < rows.size(); i++) {
                    bind(statement, i * WIDTH, rows.get(i));
                }
                statement.executeUpdate();
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    private static void bind(PreparedStatement statement, int before, EventRow row) throws SQLException {
        statement.setString(before + 1, row.origin());
        statement.setString(before + 2, row.subject());
        statement.setLong(before + 3, row.sequence());
        statement.setLong(before + 4, row.originPosition());
        statement.setString(before + 5, row.type());
        statement.setInt(before + 6, row.revision());
        statement.setLong(before + 7, row.hlc());
        statement.setString(before + 8, row.seen());
        statement.setString(before + 9, row.actor());
        statement.setString(before + 10, row.requestId());
        statement.setString(before + 11, row.cause());
        statement.setString(before + 12, row.payload());
    }

    /** Writes batches of rows, each by one statement that commits itself. */
    Crew.Worker inBatches(List<EventRow> rows, int batch) throws SQLException {
        Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(BATCH);
        return new Crew.Worker() {
            @Override
            public void work(int task) throws SQLException {
                List<EventRow> some = rows.subList(task * batch, Math.min(rows.size(), (task + 1) * batch));
                array(1, "text", String[]::new, some, EventRow::origin);
                array(2, "text", String[]::new, some, EventRow::subject);
                array(3, "bigint", Long[]::new, some, EventRow::sequence);
                array(4, "bigint", Long[]::new, some, EventRow::originPosition);
                array(5, "text", String[]::new, some, EventRow::type);
                array(6, "smallint", Short[]::new, some, row -> (short) row.revision());
                array(7, "bigint", Long[]::new, some, EventRow::hlc);
                array(8, "text", String[]::new, some, EventRow::seen);
                array(9, "text", String[]::new, some, EventRow::actor);
                array(10, "text", String[]::new, some, EventRow::requestId);
                array(11, "text", String[]::new, some, EventRow::cause);
                array(12, "text", String[]::new, some, EventRow::payload);
                statement.executeUpdate();
            }

            private <T> void array(
                    int index,
                    String type,
                    IntFunction<@Nullable T[]> make,
                    List<EventRow> some,
                    Function<EventRow, @Nullable T> column)
                    throws SQLException {
                statement.setArray(
                        index,
                        connection.createArrayOf(type, some.stream().map(column).toArray(make)));
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    /** What the two tables hold, to be compared. */
    record Contents(long rows, long hash) {}

    Contents ofLog() {
        return contents("event");
    }

    Contents ofLimit() {
        return contents("limit_event");
    }

    private Contents contents(String table) {
        return jdbc.sql(
                        "select count(*), coalesce(sum(hashtextextended(subject || sequence || payload::text, 0) >> 24), 0) from "
                                + table)
                .query((row, _) -> new Contents(row.getLong(1), row.getLong(2)))
                .single();
    }
}
