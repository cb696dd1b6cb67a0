package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one log has and another has not. */
class MissingEventsTest {

    private static final Region AP = Region.of("ap");
    private static final String INSERT = """
            insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
            """;

    private final Regions regions = new Regions();
    private final RegionAlone there = regions.add("eu");
    private final RegionAlone here = regions.add("us");
    private final MissingEvents missing = new MissingEvents(there.dataSource(), here.dataSource());

    @AfterEach
    void end() {
        regions.close();
    }

    /** Events of ap as they arrive, of a stream each, at these positions. */
    private static void has(RegionAlone region, String positions) {
        region.sql().sql(INSERT + """
                select 'ap', 'note/' || p, 1, p, 'NoteTextSet', 1, 1000 + p, '', 'tester', '{}' from (%s) g (p)
                """.formatted(positions)).update();
    }

    private static List<Long> positions(RegionAlone region) {
        return region.sql()
                .sql("select origin_position from event where origin = 'ap' order by 1")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    @Test
    void randomHolesAreFilledExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            String sometimes = "select p from generate_series(%d, %d, %d) p where random() < %s";
            for (RegionAlone each : List.of(there, here)) {
                each.sql().sql("truncate event").update();
            }
            // the series that both have parts of: some blocks whole, some not at all, some in part
            int step = 1 + random.nextInt(40);
            int end = 1 + random.nextInt(60_000);
            has(there, sometimes.formatted(1, end, step, "0.9"));
            List<Long> all = positions(there);
            int hole = random.nextInt(Math.max(1, end));
            int size = random.nextInt(20_000);
            String kept = "select unnest('{%s}'::bigint[])"
                    .formatted(String.join(
                            ",",
                            all.stream()
                                    .filter(p -> p < hole || p > hole + size)
                                    .filter(p -> p > end / 2 || random.nextInt(50) != 0)
                                    .map(Object::toString)
                                    .toList()));
            has(here, kept);
            int before = positions(here).size();

            MissingEvents.Copied copied = missing.copy(AP, () -> true);

            assertThat(copied).as("seed %d", seed).isEqualTo(new MissingEvents.Copied(all.size() - before, true));
            assertThat(positions(here)).as("seed %d", seed).isEqualTo(all);
        }
    }

    @Test
    void logIsReadAsItStoodAtOneMoment() throws SQLException {
        has(there, "values (1), (4097)");
        try (Connection open = there.dataSource().getConnection()) {
            open.setAutoCommit(false);
            String one = INSERT + "values ('ap', 'note/x', %d, %d, 'NoteTextSet', 1, 1, '', 'tester', '{}')";
            open.createStatement().execute(one.formatted(1, 2));
            int[] asked = {0};
            missing.copy(AP, () -> {
                // the second block is about to be read
                if (++asked[0] == 2) {
                    commit(open);
                    there.sql().sql(one.formatted(2, 4_098)).update();
                }
                return true;
            });
            assertThat(asked[0]).isEqualTo(2);
        }
        assertThat(positions(here)).as("no event without the one before it").containsExactly(1L, 4_097L);
        missing.copy(AP, () -> true);
        assertThat(positions(here)).containsExactly(1L, 2L, 4_097L, 4_098L);
    }

    private static void commit(Connection open) {
        try {
            open.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void copyThatDoesNotGoOnIsNotWhole() {
        has(there, "values (1), (5000), (9000)");
        int[] asked = {0};

        assertThat(missing.copy(AP, () -> ++asked[0] <= 2)).isEqualTo(new MissingEvents.Copied(2, false));
        assertThat(missing.copy(AP, () -> true)).isEqualTo(new MissingEvents.Copied(1, true));
    }

    @Test
    void differentEventsUnderOneNameAreRefusedAndNothingOfTheirBlockIsStored() {
        has(there, "values (1), (2)");
        here.sql()
                .sql(INSERT + "values ('ap', 'note/2', 1, 3, 'NoteTextSet', 1, 7, '', 'tester', '{}')")
                .update();

        assertThatThrownBy(() -> missing.copy(AP, () -> true))
                .isInstanceOf(PeerRefused.class)
                .hasMessageContaining("note/2@ap~1");
        assertThat(positions(here)).containsExactly(3L);
    }

    @Test
    void originsAreThoseOfTheOtherLog() {
        has(there, "values (1)");
        assertThat(missing.origins()).containsExactly(AP);
    }

    /** A region that is quiet tells nobody a second time. */
    @Test
    void theMarkComesAlongOnceEverythingIsThere() {
        has(there, "select generate_series(1, 9000)");
        there.sql()
                .sql("insert into mark (origin, position, events) values ('ap', 9000, 9000)")
                .update();

        missing.copy(AP, () -> positions(here).isEmpty());
        assertThat(marks(here)).isEmpty();

        missing.copy(AP, () -> true);
        assertThat(marks(here)).containsExactly(9_000L);
    }

    private static List<Long> marks(RegionAlone region) {
        return region.sql()
                .sql("select position from mark where origin = 'ap'")
                .query((row, _) -> row.getLong(1))
                .list();
    }
}
