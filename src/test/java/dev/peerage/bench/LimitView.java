package dev.peerage.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Second tables of the directory view, into which plain JDBC writes the very rows that the view holds, when the log touches
 * them: in the batches of the view's segments, a transaction for each batch and a connection for each segment, by one
 * set-based upsert a table, and like the view's own connections without waiting for the disk. No reading of the log or of
 * rows, no folding, no serialising.
 */
final class LimitView {

    private record Column(String name, String type, boolean key) {

        /** PostgreSQL's driver sends JSON as text in either case. */
        String sent() {
            return type.equals("jsonb") ? "text" : type;
        }
    }

    private record Table(String name, String limit, List<Column> columns) {

        String upsert() {
            String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
            return "insert into %s (%s) select %s from unnest(%s) r (%s) on conflict (%s) do update set %s"
                    .formatted(
                            limit,
                            names,
                            columns.stream()
                                    .map(column -> column.name() + "::" + column.type())
                                    .collect(Collectors.joining(", ")),
                            columns.stream()
                                    .map(column -> "?::" + column.sent() + "[]")
                                    .collect(Collectors.joining(", ")),
                            names,
                            columns.stream()
                                    .filter(Column::key)
                                    .map(Column::name)
                                    .collect(Collectors.joining(", ")),
                            columns.stream()
                                    .filter(column -> !column.key())
                                    .map(column -> column.name() + " = excluded." + column.name())
                                    .collect(Collectors.joining(", ")));
        }

        /** The subject whose row it is: the table's name says of which type, its key the rest. */
        String subject(String[] row) {
            StringBuilder subject = new StringBuilder(name.substring(PREFIX.length()));
            for (int i = 0; i < row.length; i++) {
                if (columns.get(i).key()) {
                    subject.append('/').append(row[i]);
                }
            }
            return subject.toString();
        }
    }

    private static final String PREFIX = "directory_";

    private record Row(Table table, String[] values) {}

    /** Rows of one table, column by column. */
    private record Upsert(Table table, List<String[]> columns) {}

    private final DataSource database;
    private final JdbcClient jdbc;
    private final List<Table> tables;

    /** @param database makes a new connection each time */
    LimitView(DataSource database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.tables = jdbc
                .sql("select tablename from pg_tables where tablename like 'directory\\_%' order by tablename desc")
                .query((row, _) -> row.getString(1))
                .list()
                .stream()
                .map(name -> new Table(name, "limit_" + name, columns(name)))
                .toList();
        tables.forEach(
                table -> jdbc.sql("create table %s (like %s including all)".formatted(table.limit(), table.name()))
                        .update());
    }

    private List<Column> columns(String table) {
        return jdbc.sql("""
                        select attname, format_type(atttypid, atttypmod), coalesce(attnum = any((indkey::int2[])[0 : indnkeyatts - 1]), false)
                        from pg_attribute left join pg_index on indrelid = attrelid and indisprimary
                        where attrelid = :table::regclass and attnum > 0 and not attisdropped order by attnum
                        """)
                .param("table", table)
                .query((row, _) -> new Column(row.getString(1), row.getString(2), row.getBoolean(3)))
                .list();
    }

    /** How many rows the view holds. */
    long rows() {
        return count(Table::name);
    }

    /** How many rows the second tables hold. */
    long limitRows() {
        return count(Table::limit);
    }

    private long count(Function<Table, String> name) {
        return tables.stream()
                .mapToLong(table -> jdbc.sql("select count(*) from " + name.apply(table))
                        .query(Long.class)
                        .single())
                .sum();
    }

    /**
     * Writes rows of the view into the second tables, which are empty before.
     *
     * @param log what touches them
     * @return seconds
     */
    double seconds(LogBatches log) throws Exception {
        Map<String, Row> rows = new HashMap<>();
        for (Table table : tables) {
            jdbc.sql("truncate " + table.limit()).update();
            read(table, rows);
        }
        List<List<List<Upsert>>> segments = log.segments().stream()
                .map(batches -> batches.stream()
                        .map(subjects -> upserts(subjects, rows))
                        .toList())
                .toList();
        return Crew.seconds(segments.size(), segments.size(), () -> writer(segments));
    }

    private void read(Table table, Map<String, Row> rows) {
        String names =
                table.columns().stream().map(column -> column.name() + "::text").collect(Collectors.joining(", "));
        jdbc.sql("select %s from %s".formatted(names, table.name())).query(row -> {
            String[] values = new String[table.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getString(i + 1);
            }
            rows.put(table.subject(values), new Row(table, values));
        });
    }

    private static List<Upsert> upserts(List<String> subjects, Map<String, Row> rows) {
        Map<Table, List<String[]>> byTable = new LinkedHashMap<>();
        subjects.forEach(subject -> {
            Row row = Objects.requireNonNull(rows.get(subject), subject);
            byTable.computeIfAbsent(row.table(), _ -> new ArrayList<>()).add(row.values());
        });
        return byTable.entrySet().stream()
                .map(some -> upsert(some.getKey(), some.getValue()))
                .toList();
    }

    private static Upsert upsert(Table table, List<String[]> rows) {
        List<String[]> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            columns.add(rows.stream().map(row -> row[column]).toArray(String[]::new));
        }
        return new Upsert(table, columns);
    }

    private Crew.Worker writer(List<List<List<Upsert>>> segments) throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
        }
        connection.setAutoCommit(false);
        return new Crew.Worker() {
            @Override
            public void work(int task) throws SQLException {
                for (List<Upsert> transaction : segments.get(task)) {
                    for (Upsert upsert : transaction) {
                        write(upsert);
                    }
                    connection.commit();
                }
            }

            private void write(Upsert upsert) throws SQLException {
                try (PreparedStatement statement =
                        connection.prepareStatement(upsert.table().upsert())) {
                    for (int i = 0; i < upsert.columns().size(); i++) {
                        String type = upsert.table().columns().get(i).sent();
                        statement.setArray(
                                i + 1,
                                connection.createArrayOf(type, upsert.columns().get(i)));
                    }
                    statement.executeUpdate();
                }
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }
}
