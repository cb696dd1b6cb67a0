package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ArrivingEventsTest {

    private static final int EVENTS = 500;

    /** The plan by which they are looked at is made while the log is empty, and kept. */
    @Test
    void eachCostsTheSameHoweverManyThereAre() throws SQLException {
        try (Regions regions = new Regions();
                Connection worker = regions.add("eu").dataSource().getConnection()) {
            JdbcClient sql = JdbcClient.create(new SingleConnectionDataSource(worker, true));
            sql.sql("set session_replication_role = replica").update();
            try (PreparedStatement insert = worker.prepareStatement("""
                    insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                    values ('us', ?, 1, ?, 'NoteTextSet', 1, 1, '', 'tester', '{}')
                    """)) {
                for (int i = 1; i <= EVENTS; i++) {
                    insert.setString(1, "note/" + i);
                    insert.setInt(2, i);
                    insert.executeUpdate();
                }
            }
            sql.sql("select pg_stat_force_next_flush()").query((_, _) -> true).single();

            assertThat(sql.sql("select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'event'")
                            .query(Long.class)
                            .single())
                    .as("entries of indexes that were read")
                    .isLessThan(EVENTS);
        }
    }
}
