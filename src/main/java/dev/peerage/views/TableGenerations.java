package dev.peerage.views;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Generations of tables: the ones that are read are in the schema {@code public}, the next ones in a schema of their own under
 * the same names. Statements that write or read them are the same; the search path tells which are meant (PostgreSQL's
 * documentation, "The Schema Search Path"). To take over is to move tables from one schema to another, which takes a lock and no
 * time.
 */
final class TableGenerations implements Generations {

    private final String view;
    private final List<String> tableNames;
    private final ViewTables tables;
    private final String schema;

    TableGenerations(String view, List<String> tableNames, ViewTables tables) {
        this.view = view;
        this.tableNames = tableNames;
        this.tables = tables;
        this.schema = view + "_next";
    }

    @Override
    public String view() {
        return view;
    }

    @Override
    public void begin() {
        tables.inTransaction(() -> {
            drop();
            jdbc().execute("create schema " + schema);
            tableNames.forEach(this::create);
        });
    }

    /** With the same names of indexes and constraints, which migrations to come may use. */
    private void create(String table) {
        jdbc().execute("create table %1$s.%2$s (like public.%2$s including all excluding indexes)"
                .formatted(schema, table));
        for (String index :
                tables.texts("select indexdef from pg_indexes where schemaname = 'public' and tablename = ?", table)) {
            jdbc().execute(index.replace(" ON public.", " ON " + schema + "."));
        }
        for (String key : tables.texts("""
                        select conname from pg_constraint where conrelid = ('public.' || ?)::regclass and contype = 'p'
                        """, table)) {
            jdbc().execute("alter table %1$s.%2$s add constraint %3$s primary key using index %3$s"
                    .formatted(schema, table, key));
        }
    }

    @Override
    public void useNext() {
        jdbc().execute("set local search_path = " + schema + ", public");
    }

    @Override
    public void takeOver() {
        jdbc().execute("lock table %s in access exclusive mode"
                .formatted(tableNames.stream().map(table -> "public." + table).collect(Collectors.joining(", "))));
        for (String table : tableNames) {
            jdbc().execute("drop table public." + table);
            jdbc().execute("alter table %s.%s set schema public".formatted(schema, table));
        }
        drop();
    }

    @Override
    public void tookOver() {}

    @Override
    public void drop() {
        jdbc().execute("drop schema if exists " + schema + " cascade");
    }

    private JdbcTemplate jdbc() {
        return tables.jdbc();
    }
}
