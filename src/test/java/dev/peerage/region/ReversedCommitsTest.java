package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.FollowedLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions that commit in the opposite order of their positions, and consumers here and in another region. */
@Timeout(300)
class ReversedCommitsTest {

    private static final int SIDE_BY_SIDE = 8;
    private static final int EVENTS_OF_EACH = 25;

    @Test
    void nothingIsSkippedHereOrInAnotherRegion() throws Exception {
        follow(100);
    }

    @Test
    @Tag("heavy")
    void nothingIsSkippedInAHundredThousandEvents() throws Exception {
        follow(500);
    }

    private static void follow(int rounds) throws Exception {
        int events = rounds * SIDE_BY_SIDE * EVENTS_OF_EACH;
        try (Regions regions = new Regions();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RegionAlone[] two = regions.meshed("eu", "us");
            RegionAlone eu = two[0];
            RegionAlone us = two[1];
            try (FollowedLog here = FollowedLog.of(eu.region, eu.dataSource());
                    FollowedLog there = FollowedLog.of(us.region, us.dataSource())) {
                AtomicBoolean written = new AtomicBoolean();
                Future<List<String>> view = threads.submit(() -> here.byPosition(written::get));
                List<Future<List<String>>> consumers = List.of(
                        threads.submit(() -> here.byOrigin(eu.region, written::get, events)),
                        threads.submit(() -> there.byOrigin(eu.region, written::get, events)));
                for (int round = 0; round < rounds; round++) {
                    write(eu, round);
                }
                written.set(true);

                List<String> all = eu.sql()
                        .sql("select subject || '@eu~' || sequence from event order by position")
                        .query((row, _) -> row.getString(1))
                        .list();
                assertThat(all).hasSize(events);
                assertThat(view.get()).isEqualTo(all);
                for (Future<List<String>> consumer : consumers) {
                    assertThat(consumer.get()).isEqualTo(all);
                }
                assertThat(there.byPosition(() -> true)).hasSize(events).containsAll(all);
            }
        }
    }

    /** Each transaction draws its positions after the one before, and commits before it. */
    private static void write(RegionAlone region, int round) throws SQLException {
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < SIDE_BY_SIDE; i++) {
                Connection connection = region.dataSource().getConnection();
                open.add(connection);
                connection.setAutoCommit(false);
                append(connection, "note/%d-%d".formatted(round, i));
            }
            for (Connection connection : open.reversed()) {
                connection.commit();
            }
        } finally {
            for (Connection connection : open) {
                connection.setAutoCommit(true);
                connection.close();
            }
        }
    }

    private static void append(Connection connection, String subject) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with drawn as materialized (
                    select number, nextval('event_position') as position from generate_series(1, ?) number)
                insert into event (position, origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                select position, 'eu', ?, number, position, 'NoteTextSet', 1, number, '', 'tester', '{}' from drawn order by number
                """)) {
            insert.setInt(1, EVENTS_OF_EACH);
            insert.setString(2, subject);
            insert.executeUpdate();
        }
    }
}
