package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Another region's marks, as they arrive beside its events. */
class MarksTest {

    private static final Region US = Region.of("us");

    private final TestDatabase database = TestDatabase.createMigrated();
    private final JdbcClient sql = JdbcClient.create(database.dataSource());
    private final Marks marks = new Marks(database.dataSource());
    private final AtomicInteger moves = new AtomicInteger();

    @BeforeEach
    void count() {
        marks.onMove(moves::incrementAndGet);
    }

    private void arrive(int... positions) {
        for (int position : positions) {
            sql.sql("""
                            insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                            values ('us', ?, 1, ?, 'NoteTextSet', 1, 1, '', 'tester', '{}')
                            """).params("note/" + position, position).update();
        }
    }

    private void mark(long position, long events) {
        sql.sql("insert into mark (origin, position, events) values ('us', ?, ?)")
                .params(position, events)
                .update();
        marks.refresh();
    }

    private long end() {
        return sql.sql("select max(position) from event").query(Long.class).single();
    }

    @Test
    void withoutAMarkNothingIsKnownToBeComplete() {
        arrive(1, 2);
        marks.refresh();

        assertThat(marks.isComplete(US, 1)).isFalse();
        assertThat(moves).hasValue(0);
    }

    @Test
    void aMarkSaysThatAllUpToItIsHereAndWhoHasPassedTheEndHasIt() {
        arrive(1, 3);
        long end = end();
        mark(4, 2);
        arrive(7);

        assertThat(marks.isComplete(US, 4)).isTrue();
        assertThat(marks.isComplete(US, 2)).isTrue();
        assertThat(marks.isComplete(US, 5)).isFalse();
        assertThat(marks.isComplete(US, 4, end)).isTrue();
        assertThat(marks.isComplete(US, 4, end - 1)).isFalse();
        assertThat(marks.isComplete(Region.of("ap"), 4)).isFalse();
        assertThat(moves).hasValue(1);
    }

    @Test
    void aMarkThatIsNotBorneOutByItsEventsDoesNotCountUntilTheyAreHere() {
        arrive(1, 2);
        mark(2, 2);
        arrive(5);
        mark(5, 4);
        assertThat(marks.isComplete(US, 3)).isFalse();

        arrive(4);
        mark(6, 4);
        assertThat(marks.isComplete(US, 6)).isTrue();
    }

    @Test
    void anOlderMarkChangesNothing() {
        arrive(1, 2, 3);
        mark(5, 3);
        mark(5, 3);
        mark(2, 2);
        mark(4, 3);

        assertThat(marks.isComplete(US, 5)).isTrue();
        assertThat(sql.sql("select position from mark").query(Long.class).list())
                .containsExactly(5L);
        assertThat(moves).hasValue(1);
    }

    /** The database may have lost what was not on the disk yet. */
    @Test
    void nothingIsKnownAfterTheDatabaseWasOutOfReach() {
        arrive(1);
        mark(1, 1);
        marks.forget();
        assertThat(marks.isComplete(US, 1)).isFalse();

        marks.refresh();
        assertThat(marks.isComplete(US, 1)).isTrue();
    }
}
