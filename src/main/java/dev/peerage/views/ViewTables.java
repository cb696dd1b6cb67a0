package dev.peerage.views;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database as the processors write to it: connections of their own, whose commits do not wait for the disk. A
 * view's rows and the position it has reached commit together, so what a crash takes away is read from the log again.
 */
public final class ViewTables implements AutoCloseable {

    private final HikariDataSource database;
    private final JdbcTemplate jdbc;
    private final JdbcTemplate stream;
    private final JdbcTransactionManager transactions;
    private final TransactionTemplate transaction;
    private final TransactionTemplate nested;

    ViewTables(HikariDataSource main, int connections) {
        HikariConfig config = new HikariConfig();
        main.copyStateTo(config);
        config.setPoolName("views");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        // not as the driver's properties, which the URL of the embedded database has too, and the URL's count
        config.setConnectionInitSql("set synchronous_commit = off; set application_name = 'peerage views';"
                // of a node that is stopped in the middle of a batch another one takes the segment over; longer than an
                // engine that keeps an index is waited for
                + " set idle_in_transaction_session_timeout = '60s'");
        this.database = new HikariDataSource(config);
        this.jdbc = new JdbcTemplate(database);
        this.stream = new JdbcTemplate(database);
        stream.setFetchSize(1_000);
        this.transactions = new JdbcTransactionManager(database);
        this.transaction = new TransactionTemplate(transactions);
        this.nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    DataSource database() {
        return database;
    }

    JdbcTransactionManager transactions() {
        return transactions;
    }

    /** Takes part in the batch's transaction when called within one. */
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    void inTransaction(Runnable work) {
        transaction.executeWithoutResult(_ -> work.run());
    }

    /** Returns when what was committed before is on the disk, as the log of the database is written in its order. */
    void flush() {
        inTransaction(() -> {
            jdbc.execute("set local synchronous_commit = on");
            jdbc.execute("select pg_logical_emit_message(true, 'peerage', 'flush')");
        });
    }

    <T> T read(Supplier<T> work) {
        return requireNonNull(transaction.execute(_ -> work.get()));
    }

    /** Within a transaction: what fails in here is undone alone. */
    void nested(Runnable work) {
        nested.executeWithoutResult(_ -> work.run());
    }

    /** The first column of some rows. */
    public List<String> texts(String query, Object... parameters) {
        return jdbc.query(query, (row, _) -> row.getString(1), parameters);
    }

    /** Two columns of rows whose key is one of many, the second one by the first, as it is read. */
    public <T> Map<String, T> mapWhereIn(String query, Collection<String> keys, Function<String, T> read) {
        Map<String, T> found = new HashMap<>();
        whereIn(query, keys, (row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(row -> found.put(row.getKey(), read.apply(row.getValue())));
        return found;
    }

    /** Rows whose key is one of many, in one round trip. {@code query} has one parameter, a {@code text[]}. */
    public <T> List<T> whereIn(String query, Collection<String> keys, RowMapper<T> row) {
        return jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(query);
                    statement.setArray(1, connection.createArrayOf("text", keys.toArray(String[]::new)));
                    return statement;
                },
                row);
    }

    /**
     * A column of a statement about many rows at once: its name, its SQL type, and its value for each row. The array has
     * the elements' own type, as the driver sends it in binary form then, and escapes each text otherwise.
     */
    public static final class Column<T> {

        private final String name;
        private final String type;
        private final String parameter;
        private final Function<Collection<T>, @Nullable Object[]> values;

        private Column(String name, String type, String parameter, Function<Collection<T>, @Nullable Object[]> values) {
            this.name = name;
            this.type = type;
            this.parameter = parameter;
            this.values = values;
        }

        public static <T> Column<T> text(String name, Function<T, @Nullable String> value) {
            return new Column<>(name, "text", "text", texts(value));
        }

        /** Of type {@code jsonb}. */
        public static <T> Column<T> json(String name, Function<T, @Nullable String> value) {
            return new Column<>(name, "jsonb", "text", texts(value));
        }

        public static <T> Column<T> number(String name, Function<T, @Nullable Long> value) {
            return new Column<>(
                    name, "bigint", "bigint", rows -> rows.stream().map(value).toArray(Long[]::new));
        }

        public static <T> Column<T> bool(String name, Function<T, @Nullable Boolean> value) {
            return new Column<>(
                    name, "boolean", "boolean", rows -> rows.stream().map(value).toArray(Boolean[]::new));
        }

        private static <T> Function<Collection<T>, @Nullable Object[]> texts(Function<T, @Nullable String> value) {
            return rows -> rows.stream().map(value).toArray(String[]::new);
        }

        /** The same of what has these values. */
        <U> Column<U> of(Function<U, T> having) {
            return new Column<>(
                    name,
                    type,
                    parameter,
                    rows -> values.apply(rows.stream().map(having).toList()));
        }

        String name() {
            return name;
        }

        String type() {
            return type;
        }

        /** What values are sent as. */
        String parameter() {
            return parameter;
        }

        boolean isJson() {
            return type.equals("jsonb");
        }
    }

    /** Runs a statement whose parameters are arrays with an element for each row, as {@code unnest} takes them. */
    public <T> void writeAll(String statement, Collection<T> rows, List<Column<T>> columns) {
        jdbc.update(connection -> prepared(connection, statement, rows, columns));
    }

    /** The same of a query of two texts, the second one by the first. */
    <T> Map<String, String> pairs(String query, Collection<T> rows, List<Column<T>> columns) {
        Map<String, String> found = new HashMap<>();
        jdbc.query(connection -> prepared(connection, query, rows, columns), row -> {
            found.put(row.getString(1), row.getString(2));
        });
        return found;
    }

    private static <T> PreparedStatement prepared(
            Connection connection, String statement, Collection<T> rows, List<Column<T>> columns) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        int index = 1;
        for (Column<T> column : columns) {
            prepared.setArray(index++, connection.createArrayOf(column.parameter, column.values.apply(rows)));
        }
        return prepared;
    }

    /**
     * Digests of rows, read as they are needed; within a transaction, and to be closed.
     *
     * @param rows as for {@link #fingerprint}
     * @param subjects what the rows' subjects begin with, before the keys
     */
    public Stream<Digest> digests(String rows, String subjects) {
        return stream.queryForStream(
                "select key, md5(hidden || ' ' || content) from (%s) r order by key collate \"C\"".formatted(rows),
                (row, _) -> new Digest(subjects + row.getString(1), row.getString(2)));
    }

    /**
     * A fingerprint of rows.
     *
     * @param rows a query of {@code hidden} (whether the row is kept but not shown), {@code key} and {@code content}
     */
    public Fingerprint fingerprint(String rows) {
        return jdbc.query("""
                select count(*) filter (where not hidden),
                       encode(sha256(convert_to(coalesce(string_agg(md5(key || ' ' || content), '' order by key collate "C"), ''), 'UTF8')), 'hex')
                from (%s) r
                """.formatted(rows), result -> {
            result.next();
            return new Fingerprint(result.getLong(1), result.getString(2));
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
