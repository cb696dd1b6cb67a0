package dev.peerage.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

/** Appending on condition that nothing of a kind has come to the log. */
class ConditionalAppendTest {

    private static final TestRegion REGION = TestRegion.create();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EventLog log = REGION.log;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterAll
    static void close() {
        REGION.close();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static NewEvent event(String subject) {
        Stamp stamp = new Stamp(new Dot(REGION.log.region(), 1), VersionVector.none(), HybridTime.of(1, 0));
        return new NewEvent(subject, stamp, "NoteTextSet", 1, "tester", null, null, "{}");
    }

    private long append(String subject) {
        return log.append(List.of(event(subject)), new TreeMap<>());
    }

    private static String note() {
        return "note/conditional-" + NUMBER.incrementAndGet();
    }

    private long appendUnlessNotesCameAfter(long position) {
        return appendUnlessNotesCameAfter(position, log);
    }

    private static long appendUnlessNotesCameAfter(long position, EventLog log) {
        return log.append(List.of(event(note())), new TreeMap<>(), Optional.of(new UnchangedSince("note/", position)));
    }

    @Test
    void whatComesOfOthersDoesNotMatterAndWhatComesOfTheseDoes() {
        long position = append(note());
        append("nota-bene/" + note());
        long conditional = appendUnlessNotesCameAfter(position);
        assertThat(conditional).isGreaterThan(position);
        long before = log.head();

        assertThatThrownBy(() -> appendUnlessNotesCameAfter(position)).isInstanceOf(Refusal.PreconditionFailed.class);

        assertThat(log.head()).isEqualTo(before);
        assertThat(appendUnlessNotesCameAfter(before)).isGreaterThan(before);
    }

    /** Also one that has arrived from another region, which takes the same locks. */
    @Test
    void anEventThatIsBeingWrittenIsWaitedForAndCounts() throws Exception {
        long position = append(note());
        try (OpenTransaction late = OpenTransaction.begin(REGION.database())) {
            late.append();
            Future<Long> conditional = threads.submit(() -> appendUnlessNotesCameAfter(position));
            await().until(this::isWaitedFor);

            late.commit();

            assertThatThrownBy(() -> conditional.get(20, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(Refusal.PreconditionFailed.class);
        }
    }

    @Test
    void anEventThatIsTakenBackDoesNotCount() throws Exception {
        long position = append(note());
        try (OpenTransaction late = OpenTransaction.begin(REGION.database())) {
            late.append();
            Future<Long> conditional = threads.submit(() -> appendUnlessNotesCameAfter(position));
            await().until(this::isWaitedFor);

            late.rollback();

            assertThat(conditional.get(20, SECONDS)).isGreaterThan(position);
        }
    }

    @Test
    void whoDoesNotStopWritingIsNotWaitedForLong() throws Exception {
        long position = append(note());
        try (OpenTransaction late = OpenTransaction.begin(REGION.database())) {
            late.append();
            Future<Long> conditional = threads.submit(() -> appendUnlessNotesCameAfter(position));

            assertThatThrownBy(() -> conditional.get(20, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CannotAcquireLockException.class);
        }
        assertThat(appendUnlessNotesCameAfter(position)).isGreaterThan(position);
    }

    @Test
    void aPositionThatTheLogHasNotComeToIsNone() {
        append(note());
        long ahead = log.head() + 1;

        assertThatThrownBy(() -> appendUnlessNotesCameAfter(ahead)).isInstanceOf(Refusal.PreconditionFailed.class);
    }

    /** In two processes. */
    @Test
    void ofManyWhoHaveSeenTheSameExactlyOneAppends() throws Exception {
        List<EventLog> nodes = List.of(log, REGION.anotherNode().log);
        for (int round = 0; round < 10; round++) {
            long position = append(note());
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                EventLog node = nodes.get(i % nodes.size());
                all.add(threads.submit(() -> appendUnlessNotesCameAfter(position, node)));
            }
            int appended = 0;
            for (Future<Long> each : all) {
                try {
                    assertThat(each.get(20, SECONDS)).isEqualTo(log.head());
                    appended++;
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(Refusal.PreconditionFailed.class);
                }
            }
            assertThat(appended).isEqualTo(1);
        }
    }

    private boolean isWaitedFor() {
        return REGION.sql()
                .sql("select exists (select from pg_locks where relation = 'event'::regclass and not granted"
                        + " and database = (select oid from pg_database where datname = current_database()))")
                .query(Boolean.class)
                .single();
    }
}
