package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counting a log's events again and again, without reading it again. */
class EventCountsTest {

    private static final TestRegion REGION = TestRegion.create();

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void countsAreExactWhateverTheOrderOfCommits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        EventCounts counts = new EventCounts(REGION.database(), 7);
        List<OpenTransaction> open = new ArrayList<>();
        for (int round = 0; round < 600; round++) {
            int dice = random.nextInt(10);
            if (open.isEmpty() || (dice < 4 && open.size() < 12)) {
                open.add(OpenTransaction.begin(REGION.database()));
            } else if (dice < 7) {
                open.get(random.nextInt(open.size())).append();
            } else if (dice < 9) {
                open.remove(random.nextInt(open.size())).commit();
            } else {
                open.remove(random.nextInt(open.size())).rollback();
            }
            // not after each, so that there is more than a step to count at times
            if (random.nextInt(3) == 0) {
                assertThat(counts.now()).as("seed %d, round %d", seed, round).isEqualTo(plain());
            }
        }
        open.forEach(OpenTransaction::close);
        assertThat(counts.now()).as("seed %d", seed).isEqualTo(plain());
        assertThat(new EventCounts(REGION.database(), 7).now()).isEqualTo(plain());
    }

    /** Events that arrive are committed without waiting for the disk. */
    @Test
    void whatAKillOfTheServerTakesIsCountedNoMore() {
        try (TestDatabase.Server server = TestDatabase.Server.start()) {
            TestDatabase database = server.createMigrated();
            EventCounts counts = new EventCounts(database.dataSource());
            JdbcClient.create(database.dataSource()).sql("""
                            insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                            select 'us', 'note/' || n, 1, n, 'NoteTextSet', 1, 1, '', 'tester', '{}' from generate_series(1, 5) n
                            """).update();
            assertThat(counts.now()).isEqualTo(Map.of(Region.of("us"), 5L));
            JdbcClient.create(database.dataSource())
                    .sql("delete from event where origin_position > 3")
                    .update();

            server.kill();
            server.restart();

            assertThat(counts.now()).isEqualTo(Map.of(Region.of("us"), 3L));
        }
    }

    private static Map<Region, Long> plain() {
        long events =
                REGION.sql().sql("select count(*) from event").query(Long.class).single();
        return events == 0 ? Map.of() : Map.of(Region.of("us"), events);
    }
}
