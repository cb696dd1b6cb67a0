package dev.peerage.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Second tables of the directory view, into which plain JDBC writes the very rows that the view holds: set-based
 * upserts, and like the view's own connections without waiting for the disk; no reading of the log, no folding, no
 * serialising.
 */
final class LimitView {

    static final int BATCH = 1_000;
    static final int CONNECTIONS = 2;

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
    }

    /** Rows of one table, column by column. */
    private record Batch(Table table, List<String[]> columns) {}

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
     * @param prefix of the keys of the rows
     * @return seconds
     */
    double seconds(String prefix) throws Exception {
        List<Batch> batches = new ArrayList<>();
        for (Table table : tables) {
            jdbc.sql("truncate " + table.limit()).update();
            batches.addAll(read(table, prefix));
        }
        return Crew.seconds(CONNECTIONS, batches.size(), () -> writer(batches));
    }

    private List<Batch> read(Table table, String prefix) {
        String names =
                table.columns().stream().map(column -> column.name() + "::text").collect(Collectors.joining(", "));
        List<String[]> rows = jdbc.sql("select %s from %s where starts_with(%s, :prefix)"
                        .formatted(
                                names, table.name(), table.columns().getFirst().name()))
                .param("prefix", prefix)
                .query((row, _) -> {
                    String[] values = new String[table.columns().size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getString(i + 1);
                    }
                    return values;
                })
                .list();
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<String[]> some = rows.subList(from, Math.min(rows.size(), from + BATCH));
            List<String[]> columns = new ArrayList<>();
            for (int i = 0; i < table.columns().size(); i++) {
                int column = i;
                columns.add(some.stream().map(row -> row[column]).toArray(String[]::new));
            }
            batches.add(new Batch(table, columns));
        }
        return batches;
    }

    private Crew.Worker writer(List<Batch> batches) throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
        }
        return new Crew.Worker() {
            @Override
            public void work(int task) throws SQLException {
                Batch batch = batches.get(task);
                try (PreparedStatement statement =
                        connection.prepareStatement(batch.table().upsert())) {
                    for (int i = 0; i < batch.columns().size(); i++) {
                        String type = batch.table().columns().get(i).sent();
                        statement.setArray(
                                i + 1,
                                connection.createArrayOf(type, batch.columns().get(i)));
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
