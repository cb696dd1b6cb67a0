package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.LogByTime.Place;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The log newest first, of one connection, so that what was prepared once is used again. */
class LogByTimeTest {

    private static final int EVENTS = 100_000;
    private static final int PAGE = 51;

    /** Each of three regions may have a page read of it; the values that are rare are there a hundred times. */
    private static final int BOUND = 3 * PAGE + 10;

    private static final Place MIDDLE = new Place(time(EVENTS / 2), Region.of("eu"), EVENTS / 2);

    private static final Map<String, EventFilter> FILTERS = Map.ofEntries(
            Map.entry("all", filter(null, null, null, null)),
            Map.entry("a frequent actor", filter(null, "admin", null, null)),
            Map.entry("a rare actor", filter(null, "payroll", null, null)),
            Map.entry("no actor", filter(null, "nobody", null, null)),
            Map.entry("a frequent type", filter(null, null, "UserNameSet", null)),
            Map.entry("a rare type", filter(null, null, "UserDeleted", null)),
            Map.entry("no type", filter(null, null, "Nothing", null)),
            Map.entry("a frequent region", filter(null, null, null, "eu")),
            Map.entry("a rare region", filter(null, null, null, "ap")),
            Map.entry("no region", filter(null, null, null, "sa")),
            Map.entry("a subject", filter("user/4711", null, null, null)),
            Map.entry("a type of a subject", filter("user/4711", null, "UserNameSet", null)),
            Map.entry("an actor of a subject", filter("user/4711", "nobody", null, "us")),
            Map.entry("an early time", new EventFilter(null, null, null, null, time(100), time(120))),
            Map.entry("a late time", new EventFilter(null, null, null, null, time(EVENTS - 20), null)),
            Map.entry("an early time of an actor", new EventFilter(null, "admin", null, null, null, time(100))),
            Map.entry("before any time", new EventFilter(null, null, null, null, null, time(0))));

    /** Which of the two is the rarer, statistics alone can tell. */
    private static final Map<String, EventFilter> COMBINED = Map.ofEntries(
            Map.entry("a rare actor of a frequent region", filter(null, "payroll", null, "eu")),
            Map.entry("a rare type of a frequent actor", filter(null, "admin", "UserDeleted", null)),
            Map.entry("a frequent type of a rare actor", filter(null, "payroll", "UserNameSet", null)));

    /** @param analyzed how many events there were when PostgreSQL last looked: none at all, or a few of the first */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5, 100})
    void pageIsReadByItsOwnEventsHoweverManyOthersThereAre(int analyzed) throws SQLException {
        try (TestRegion region = TestRegion.create();
                Connection connection = region.database().getConnection()) {
            SingleConnectionDataSource one = new SingleConnectionDataSource(connection, true);
            JdbcClient sql = JdbcClient.create(one);
            LogByTime log = new LogByTime(one, region.codec);
            sql.sql("alter table event set (autovacuum_enabled = false)").update();
            fill(sql, 0, analyzed);
            if (analyzed >= 0) {
                sql.sql("analyze event").update();
            }
            // a plan that PostgreSQL keeps is made by the sixth time; it must not be that for an empty log
            for (int i = 0; i < 10; i++) {
                FILTERS.values().forEach(filter -> log.newest(filter, MIDDLE, PAGE));
                log.eachStream(List.of("user/1", "user/2"), _ -> {});
            }

            fill(sql, Math.max(analyzed, 0), EVENTS);
            isReadWithin(FILTERS, sql, log, "as it was filled");
            // by itself PostgreSQL does that too, at any time, and not always both
            sql.sql("vacuum event").update();
            isReadWithin(FILTERS, sql, log, "vacuumed");
            sql.sql("analyze event").update();
            isReadWithin(FILTERS, sql, log, "analyzed");
            for (int i = 0; i < 10; i++) {
                isReadWithin(COMBINED, sql, log, "analyzed");
            }
        }
    }

    private static void isReadWithin(Map<String, EventFilter> filters, JdbcClient sql, LogByTime log, String state) {
        filters.forEach((name, filter) -> {
            for (Place after : new Place[] {null, MIDDLE}) {
                long before = read(sql);
                List<StoredEvent> page = log.newest(filter, after, PAGE);
                assertThat(read(sql) - before)
                        .as("rows read for %s after %s: %d found, %s", name, after, page.size(), state)
                        .isLessThanOrEqualTo(BOUND);
                assertThat(page).as(name).hasSize(expected(sql, filter, after));
            }
        });
        long before = read(sql);
        List<List<StoredEvent>> streams = new ArrayList<>();
        log.eachStream(List.of("user/4712", "user/none", "user/4711"), streams::add);
        assertThat(read(sql) - before).as("rows read of streams, %s", state).isLessThanOrEqualTo(20);
        assertThat(streams).extracting(List::size).containsExactly(10, 10);
    }

    private static int expected(JdbcClient sql, EventFilter filter, @Nullable Place after) {
        return sql.sql("""
                        select count(*) from (
                            select from event
                            where coalesce(subject = :subject, true) and coalesce(actor = :actor, true)
                            and coalesce(type = :type, true) and coalesce(origin = :origin, true)
                            and hlc >= :from and hlc < :before
                            limit :limit)
                        """)
                .param("subject", filter.subject())
                .param("actor", filter.actor())
                .param("type", filter.type())
                .param(
                        "origin",
                        filter.origin() == null ? null : filter.origin().name())
                .param("from", filter.from() == null ? 0 : filter.from().value())
                .param(
                        "before",
                        Math.min(
                                filter.before() == null
                                        ? Long.MAX_VALUE
                                        : filter.before().value(),
                                after == null ? Long.MAX_VALUE : after.time().value()))
                .param("limit", PAGE)
                .query(Integer.class)
                .single();
    }

    /** Three regions, two actors and two types, of which one each is rare; ten events a subject. */
    private static void fill(JdbcClient sql, int from, int to) {
        sql.sql("""
                        insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                        select case when n % 1000 = 7 then 'ap' when n % 3 = 0 then 'us' else 'eu' end,
                               'user/' || n / 10, n % 10 + 1, n,
                               case when n % 1000 = 11 then 'UserDeleted' else 'UserNameSet' end, 1,
                               n::bigint << 16, '',
                               case when n % 1000 = 13 then 'payroll' else 'admin' end,
                               '{}'
                        from generate_series(?, ?) n
                        """).params(from, to - 1).update();
    }

    /** Rows, and entries of indexes, that were read of the log so far. */
    private static long read(JdbcClient sql) {
        sql.sql("select pg_stat_force_next_flush()").query((_, _) -> true).single();
        return sql.sql("""
                        select (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'event')
                             + (select seq_tup_read from pg_stat_user_tables where relname = 'event')
                        """).query(Long.class).single();
    }

    @Test
    void orderIsThatOfTimeThenRegionThenPositionInEveryDatabase() {
        try (TestRegion region = TestRegion.create()) {
            // as many have it, hyphens do not count at first
            region.sql()
                    .sql("create collation of_words (provider = icu, locale = 'und-u-ka-shifted')")
                    .update();
            region.sql()
                    .sql("alter table event alter column origin type text collate of_words")
                    .update();
            region.sql().sql("""
                            insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                            values ('a-z', 'note/1', 1, 1, 'NoteTextSet', 1, 7, '', 'tester', '{}'),
                                   ('ab', 'note/1', 1, 1, 'NoteTextSet', 1, 7, '', 'tester', '{}'),
                                   ('ab', 'note/2', 1, 2, 'NoteTextSet', 1, 7, '', 'tester', '{}'),
                                   ('b', 'note/1', 1, 9, 'NoteTextSet', 1, 6, '', 'tester', '{}'),
                                   ('a', 'note/1', 1, 9, 'NoteTextSet', 1, 8, '', 'tester', '{}')
                            """).update();
            LogByTime log = new LogByTime(region.database(), region.codec);
            List<String> expected = List.of("note/1@a~1", "note/2@ab~1", "note/1@ab~1", "note/1@a-z~1", "note/1@b~1");

            for (EventFilter filter : List.of(filter(null, null, null, null), filter(null, "tester", null, null))) {
                assertThat(log.newest(filter, null, 10))
                        .extracting(StoredEvent::eventId)
                        .isEqualTo(expected);
                List<String> walked = new ArrayList<>();
                List<StoredEvent> page = log.newest(filter, null, 1);
                while (!page.isEmpty()) {
                    walked.add(page.getFirst().eventId());
                    page = log.newest(filter, Place.of(page.getFirst()), 1);
                }
                assertThat(walked).isEqualTo(expected);
            }
        }
    }

    private static EventFilter filter(
            @Nullable String subject, @Nullable String actor, @Nullable String type, @Nullable String origin) {
        return new EventFilter(subject, actor, type, origin == null ? null : Region.of(origin), null, null);
    }

    private static HybridTime time(int event) {
        return new HybridTime((long) event << 16);
    }
}
