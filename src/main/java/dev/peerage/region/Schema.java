package dev.peerage.region;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Which migrations a database of Peerage has had. */
final class Schema {

    /** The migration from which on a database can exchange events with others. */
    static final int FIRST_OF_SEVERAL_REGIONS = 4;

    private Schema() {}

    static int version(JdbcClient database) {
        return database.sql("select max(version::int) from flyway_schema_history where success")
                .query(Integer.class)
                .single();
    }
}
