package dev.peerage.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    private static OriginPosition us(long position) {
        return new OriginPosition(US, position);
    }

    private long end() {
        return sql.sql("select max(position) from event").query(Long.class).single();
    }

    @Test
    void withoutAMarkNothingIsKnownToBeComplete() {
        arrive(1, 2);
        marks.refresh();

        assertThat(marks.end(us(1))).isEmpty();
        assertThat(moves).hasValue(0);
    }

    @Test
    void aMarkSaysThatAllUpToItIsHereAndWhoHasPassedTheEndHasIt() {
        arrive(1, 3);
        long end = end();
        mark(4, 2);
        arrive(7);

        assertThat(marks.end(us(4))).isPresent();
        assertThat(marks.end(us(2))).isPresent();
        assertThat(marks.end(us(5))).isEmpty();
        assertThat(marks.end(us(4))).hasValue(end);
        assertThat(marks.end(new OriginPosition(Region.of("ap"), 4))).isEmpty();
        assertThat(moves).hasValue(1);
    }

    @Test
    void aMarkThatIsNotBorneOutByItsEventsDoesNotCountUntilTheyAreHere() {
        arrive(1, 2);
        mark(2, 2);
        arrive(5);
        mark(5, 4);
        assertThat(marks.end(us(3))).isEmpty();

        arrive(4);
        mark(6, 4);
        assertThat(marks.end(us(6))).isPresent();
    }

    @Test
    void anOlderMarkChangesNothing() {
        arrive(1, 2, 3);
        mark(5, 3);
        mark(5, 3);
        mark(2, 2);
        mark(4, 3);

        assertThat(marks.end(us(5))).isPresent();
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
        assertThat(marks.end(us(1))).isEmpty();

        marks.refresh();
        assertThat(marks.end(us(1))).isPresent();
    }

    @Test
    void whoWaitsForAMarkIsWokenByOneThatIsHighEnoughAndByNoOther() {
        CompletableFuture<Boolean> reader =
                CompletableFuture.supplyAsync(() -> marks.await(us(3), Deadline.in(Duration.ofMinutes(5))));
        await().until(() -> marks.waiting() == 1);
        arrive(1, 2);
        mark(2, 2);
        assertThat(marks.waiting()).isEqualTo(1);
        assertThat(reader).isNotDone();

        arrive(4);
        mark(4, 3);

        assertThat(reader.orTimeout(20, SECONDS).join()).isTrue();
        assertThat(marks.waiting()).isZero();
    }

    @Test
    void whatWasForgottenIsWaitedForUntilItIsKnownAgain() {
        arrive(1);
        mark(1, 1);
        marks.onForget(moves::incrementAndGet);
        marks.forget();
        assertThat(moves).hasValue(2);
        CompletableFuture<Boolean> reader =
                CompletableFuture.supplyAsync(() -> marks.await(us(1), Deadline.in(Duration.ofMinutes(5))));
        await().until(() -> marks.waiting() == 1);

        marks.refresh();

        assertThat(reader.orTimeout(20, SECONDS).join()).isTrue();
    }

    /** The region was restored, and wrote some events at positions below its last mark before it was told of that. */
    @Test
    void aMarkThatIsTakenOverIsComparedWithAllThatIsHere() {
        arrive(1, 2, 9);
        mark(9, 3);
        arrive(5);
        TestDatabase restored = TestDatabase.createMigrated();
        Marks.take(US, JdbcClient.create(restored.dataSource()), database.dataSource());

        mark(10, 4);

        assertThat(marks.end(us(10))).isPresent();
    }

    @Test
    void ofAClosedRegionEverythingIsCompleteWhereItsEventsEnd() {
        arrive(1, 2);
        mark(1, 2);
        arrive(5);

        marks.close(US);

        assertThat(marks.end(us(5))).hasValue(end());
        assertThat(marks.end(us(6))).hasValue(end());
        assertThat(marks.upTo(end())).containsEntry(US, 5L);
        arrive(7);
        marks.refresh();
        assertThat(marks.end(us(9))).hasValue(end());
    }

    @Test
    void whoWaitsForWhatNeverCameIsWokenWhenItsRegionIsClosed() {
        CompletableFuture<Boolean> reader =
                CompletableFuture.supplyAsync(() -> marks.await(us(3), Deadline.in(Duration.ofMinutes(1))));
        await().until(() -> marks.waiting() == 1);

        marks.close(US);

        assertThat(reader.orTimeout(20, SECONDS).join()).isTrue();
    }

    @Test
    void ofARegionThatIsBackOnlyItsOwnMarksCount() {
        arrive(1, 2, 5);
        mark(2, 2);
        marks.close(US);

        marks.open(US);

        assertThat(marks.end(us(2))).isPresent();
        assertThat(marks.end(us(5))).isEmpty();
    }
}
