package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

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

    /** Ids and positions are drawn one after the other, so their orders may differ. */
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
                OpenTransaction kept = OpenTransaction.begin(DATABASE);
                OpenTransaction before = OpenTransaction.begin(DATABASE)) {
            lost.append();
            lost.rollback();
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

    @Test
    void aTransactionThatHasNothingToDoWithTheLogIsNoLongerWaitedForWhenItEnds() {
        try (OpenTransaction lost = OpenTransaction.begin(DATABASE);
                OpenTransaction kept = OpenTransaction.begin(DATABASE);
                OpenTransaction other = OpenTransaction.begin(DATABASE)) {
            lost.append();
            lost.rollback();
            long position = kept.append();
            kept.commit();
            assertThat(positionsAfter(start)).isEmpty();

            other.commit();

            assertThat(positionsAfter(start)).containsExactly(position);
        }
    }

    /** The second reader proves that a position is settled just when the first has read a page without it. */
    @Test
    void aPageIsNotJudgedByAMarkThatMovedOnAfterItWasRead() {
        AtomicReference<Runnable> afterReading = new AtomicReference<>(() -> {});
        EventLog shared = new EventLog(new Interrupted(DATABASE, afterReading), log.region());
        try (OpenTransaction lost = OpenTransaction.begin(DATABASE);
                OpenTransaction late = OpenTransaction.begin(DATABASE);
                OpenTransaction early = OpenTransaction.begin(DATABASE)) {
            lost.append();
            lost.rollback();
            long lower = late.append();
            long higher = early.append();
            early.commit();
            afterReading.set(() -> {
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

    private List<Long> positionsAfter(long position) {
        return log.readAfter(position, 10).events().stream()
                .map(StoredEvent::position)
                .toList();
    }

    /** Something happens, once, when a connection is given back. */
    private static final class Interrupted extends DelegatingDataSource {

        private final AtomicReference<Runnable> next;

        Interrupted(DataSource database, AtomicReference<Runnable> next) {
            super(database);
            this.next = next;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        try {
                            Object result = method.invoke(connection, arguments);
                            if (method.getName().equals("close")) {
                                next.getAndSet(() -> {}).run();
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
