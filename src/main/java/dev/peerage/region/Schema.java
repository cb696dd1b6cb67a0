package dev.peerage.region;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Which migrations a database of Peerage has had. */
final class Schema {

    /** The oldest migration of a database that this release exchanges events with: it publishes marks beside them. */
    static final int OLDEST = 7;

    private Schema() {}

    static int version(JdbcClient database) {
        return database.sql("select max(version::int) from flyway_schema_history where success")
                .query(Integer.class)
                .single();
    }

    /** Which of them a release has to know to go on with it; of a database of before that was said, all it has had. */
    static int floor(JdbcClient database) {
        boolean isSaid = database.sql("select to_regclass('schema_floor') is not null")
                .query(Boolean.class)
                .single();
        return isSaid
                ? database.sql("select version from schema_floor")
                        .query(Integer.class)
                        .single()
                : version(database);
    }
}
