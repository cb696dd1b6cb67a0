package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.testing.TestDatabase;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a reader of the log may see while transactions that have drawn positions are under way. */
class LowWaterMarkTest {

    private static final TestRegion REGION = TestRegion.create();
    private static final DataSource DATABASE = REGION.database();

    private final EventLog log = REGION.log;
    private final long start = log.head();

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void aCommittedEventIsNotReadWhileALowerPositionIsOutstanding() {
        try (OpenTransaction first = OpenTransaction.begin(DATABASE);
                OpenTransaction second = OpenTransaction.begin(DATABASE)) {
            long lower = first.append();
            long higher = second.append();
            second.commit();

            assertThat(log.readAfter(start, 10)).isEqualTo(new EventLog.Page(List.of(), true));

            first.commit();

            assertThat(positionsAfter(start)).containsExactly(lower, higher);
        }
    }

    @Test
    void aLowerPositionIsWaitedForThoughItsTransactionBeganLater() {
        try (OpenTransaction older = OpenTransaction.begin(DATABASE);
                OpenTransaction younger = OpenTransaction.begin(DATABASE)) {
            long lower = younger.append();
            long higher = older.append();
            older.commit();

            assertThat(positionsAfter(start)).isEmpty();
            assertThat(positionsAfter(start)).isEmpty();

            younger.commit();

            assertThat(positionsAfter(start)).containsExactly(lower, higher);
        }
    }

    @Test
    void aPositionThatWasRolledBackIsPassedOnceNothingIsOutstanding() {
        try (OpenTransaction lost = OpenTransaction.begin(DATABASE);
                OpenTransaction kept = OpenTransaction.begin(DATABASE)) {
            lost.append();
            long position = kept.append();
            kept.commit();
            assertThat(positionsAfter(start)).isEmpty();

            lost.rollback();

            assertThat(positionsAfter(start)).containsExactly(position);
        }
    }

    @Test
    void whatIsBelowTheOutstandingPositionIsRead() {
        try (OpenTransaction first = OpenTransaction.begin(DATABASE);
                OpenTransaction second = OpenTransaction.begin(DATABASE);
                OpenTransaction third = OpenTransaction.begin(DATABASE)) {
            long readable = first.append();
            first.commit();
            second.append();
            third.append();
            third.commit();

            EventLog.Page page = log.readAfter(start, 10);

            assertThat(page.events()).extracting(StoredEvent::position).containsExactly(readable);
            assertThat(page.outstanding()).isTrue();
        }
    }

    /** Under load there is always some transaction under way. */
    @Test
    void transactionsThatBeginLaterAreNotWaitedFor() {
        try (OpenTransaction lost = OpenTransaction.begin(DATABASE);
                OpenTransaction before = OpenTransaction.begin(DATABASE);
                OpenTransaction kept = OpenTransaction.begin(DATABASE)) {
            lost.append();
            lost.rollback();
            before.append();
            long position = kept.append();
            kept.commit();
            assertThat(positionsAfter(start)).isEmpty();

            try (OpenTransaction later = OpenTransaction.begin(DATABASE)) {
                later.append();
                assertThat(positionsAfter(start)).isEmpty();

                before.rollback();

                assertThat(positionsAfter(start)).containsExactly(position);
            }
        }
    }

    /** A report that takes an hour, in this database or another of the server, holds no reader up. */
    @Test
    void aTransactionThatHasNothingToDoWithTheLogIsNotWaitedFor() {
        try (OpenTransaction lost = OpenTransaction.begin(DATABASE);
                OpenTransaction kept = OpenTransaction.begin(DATABASE);
                OpenTransaction other = OpenTransaction.begin(DATABASE)) {
            other.read();
            lost.append();
            lost.rollback();
            long position = kept.append();
            kept.commit();

            assertThat(positionsAfter(start)).containsExactly(position);
        }
    }

    /** The second reader proves that a position is settled just when the first has read a page without it. */
    @Test
    void aPageIsNotJudgedByAMarkThatMovedOnAfterItWasRead() {
        InterruptedDataSource interrupted = new InterruptedDataSource(DATABASE);
        EventLog shared = new EventLog(interrupted, log.region());
        try (OpenTransaction lost = OpenTransaction.begin(DATABASE);
                OpenTransaction late = OpenTransaction.begin(DATABASE);
                OpenTransaction early = OpenTransaction.begin(DATABASE)) {
            lost.append();
            lost.rollback();
            long lower = late.append();
            long higher = early.append();
            early.commit();
            interrupted.next(() -> {
                late.commit();
                assertThat(shared.readAfter(start, 10).events())
                        .extracting(StoredEvent::position)
                        .containsExactly(lower, higher);
            });

            assertThat(shared.readAfter(start, 10).events())
                    .extracting(StoredEvent::position)
                    .containsExactly(lower, higher);
        }
    }

    /** What had arrived was not on the disk, and neither was that its positions had been drawn. */
    @Test
    void positionsThatAreDrawnAgainOnceTheServerWasKilledAreWaitedFor() {
        try (TestDatabase.Server server = TestDatabase.Server.start()) {
            DataSource database = server.createMigrated().dataSource();
            EventLog read = new EventLog(database, log.region());
            EventLog settled = new EventLog(database, log.region());
            try (OpenTransaction arriving = OpenTransaction.begin(database)) {
                long last =
                        LongStream.range(0, 5).map(_ -> arriving.append()).max().orElseThrow();
                arriving.commit();
                assertThat(read.settle(read.head())).isEqualTo(last);
                assertThat(settled.settle(settled.head())).isEqualTo(last);
            }
            JdbcClient jdbc = JdbcClient.create(database);
            jdbc.sql("delete from event").update();
            jdbc.sql("alter sequence event_position restart").update();
            server.kill();
            server.restart();

            try (OpenTransaction late = OpenTransaction.begin(database);
                    OpenTransaction early = OpenTransaction.begin(database)) {
                long lower = late.append();
                long higher = early.append();
                early.commit();

                assertThat(read.readAfter(0, 10)).isEqualTo(new EventLog.Page(List.of(), true));
                assertThat(settled.settle(settled.head())).isLessThan(lower);

                late.commit();

                assertThat(read.readAfter(0, 10).events())
                        .extracting(StoredEvent::position)
                        .containsExactly(lower, higher);
            }
        }
    }

    private List<Long> positionsAfter(long position) {
        return log.readAfter(position, 10).events().stream()
                .map(StoredEvent::position)
                .toList();
    }
}
