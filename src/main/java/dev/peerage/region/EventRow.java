package dev.peerage.region;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An event as it crosses from one database to another: all but what the receiving one says of it itself. */
record EventRow(
        String origin,
        String subject,
        long sequence,
        long originPosition,
        String type,
        short revision,
        long hlc,
        String seen,
        String actor,
        @Nullable String requestId,
        @Nullable String cause,
        String payload) {

    static final String COLUMNS =
            "origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, request_id, cause, payload";

    /** Parameters of a statement that writes many rows: arrays in the order of the columns. */
    static final String ARRAYS =
            "?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::smallint[], ?::bigint[],"
                    + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]";

    static EventRow read(ResultSet row) throws SQLException {
        return new EventRow(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getShort(6),
                row.getLong(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
    }

    static void bind(PreparedStatement statement, List<EventRow> rows) throws SQLException {
        texts(statement, 1, rows, EventRow::origin);
        texts(statement, 2, rows, EventRow::subject);
        numbers(statement, 3, rows, EventRow::sequence);
        numbers(statement, 4, rows, EventRow::originPosition);
        texts(statement, 5, rows, EventRow::type);
        Connection connection = statement.getConnection();
        statement.setArray(
                6,
                connection.createArrayOf(
                        "smallint", rows.stream().map(EventRow::revision).toArray(Short[]::new)));
        numbers(statement, 7, rows, EventRow::hlc);
        texts(statement, 8, rows, EventRow::seen);
        texts(statement, 9, rows, EventRow::actor);
        texts(statement, 10, rows, EventRow::requestId);
        texts(statement, 11, rows, EventRow::cause);
        texts(statement, 12, rows, EventRow::payload);
    }

    private static void texts(
            PreparedStatement statement, int index, List<EventRow> rows, Function<EventRow, @Nullable String> column)
            throws SQLException {
        statement.setArray(
                index,
                statement
                        .getConnection()
                        .createArrayOf("text", rows.stream().map(column).toArray(String[]::new)));
    }

    private static void numbers(
            PreparedStatement statement, int index, List<EventRow> rows, Function<EventRow, Long> column)
            throws SQLException {
        statement.setArray(
                index,
                statement
                        .getConnection()
                        .createArrayOf("bigint", rows.stream().map(column).toArray(Long[]::new)));
    }
}
