package dev.peerage.views;

import static dev.peerage.views.Shelf.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A view made anew beside the one that is read. */
@ExtendWith(OutputCaptureExtension.class)
class RebuildTest {

    private final Shelf shelf = new Shelf();

    /** The common pool may have one thread, and Axon needs it to stop a processor. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        shelf.close();
        threads.close();
    }

    private void fill() {
        shelf.start();
        IntStream.range(0, 200).forEach(i -> shelf.set("thing-" + i % 50, "v" + i));
        shelf.awaitCaughtUp();
    }

    private void awaitOver() {
        await().atMost(LONG).until(() -> !shelf.rebuilds.isRunning("shelf"));
    }

    private long count(String query) {
        return shelf.region().sql().sql(query).query(Long.class).single();
    }

    private boolean isNextThere() {
        return count("select count(*) from pg_namespace where nspname = 'shelf_next'") == 1;
    }

    @Test
    void whatIsMadeAnewIsTheSameAndGoesOn() {
        fill();
        Fingerprint live = shelf.things.fingerprint();
        long before = count("select 'thing'::regclass::oid::bigint");

        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        awaitOver();

        assertThat(count("select 'thing'::regclass::oid::bigint")).isNotEqualTo(before);
        assertThat(shelf.things.fingerprint()).isEqualTo(live);
        assertThat(isNextThere()).isFalse();
        assertThat(shelf.status().state()).isEqualTo("live");
        shelf.set("thing-1", "later");
        shelf.awaitCaughtUp();
        assertThat(shelf.things.row("thing-1")).endsWith("later");
        assertThat(count("select count(*) from processor_token where processor_name <> 'shelf'"))
                .isZero();
        assertThat(count("select count(*) from view_rebuild")).isZero();
    }

    /** Migrations to come may name them. */
    @Test
    void constraintsAndIndexesKeepTheirNames() {
        shelf.tables().jdbc().execute("create index thing_of_content on thing (content)");
        fill();
        List<String> before = names();

        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        awaitOver();

        assertThat(names()).isEqualTo(before).contains("thing_pkey", "storable", "thing_of_content");
    }

    private List<String> names() {
        return shelf.region().sql().sql("""
                select indexname from pg_indexes where schemaname = 'public' and tablename = 'thing'
                union all select conname from pg_constraint where conrelid = 'public.thing'::regclass and contype <> 'n'
                order by 1""").query((row, _) -> row.getString(1)).list();
    }

    private void rebuildWhileItIsWritten(AtomicBoolean over) throws Exception {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !over.get(); i++) {
                        shelf.set("thing-" + i % 50, "w" + i);
                    }
                },
                threads);
        try {
            for (int i = 0; i < 5; i++) {
                assertThat(shelf.rebuilds.begin("shelf")).isTrue();
                awaitOver();
            }
        } finally {
            over.set(true);
        }
        writer.get();
    }

    @Test
    void readersSeeAllOfItAllTheTime() throws Exception {
        fill();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        CompletableFuture<Set<Integer>> reader = CompletableFuture.supplyAsync(
                () -> {
                    Set<Integer> sizes = new HashSet<>();
                    int length = 0;
                    while (!over.get()) {
                        Map<String, String> rows = shelf.things.rows();
                        sizes.add(rows.size());
                        int before = length;
                        length = rows.values().stream().mapToInt(String::length).sum();
                        assertThat(length).as("nothing is taken back").isGreaterThanOrEqualTo(before);
                        reads.incrementAndGet();
                    }
                    return sizes;
                },
                threads);
        rebuildWhileItIsWritten(over);
        assertThat(reader.get()).containsExactly(50);
        assertThat(reads).hasPositiveValue();

        shelf.awaitCaughtUp();
        Fingerprint live = shelf.things.fingerprint();
        shelf.views.replay("shelf");
        shelf.awaitCaughtUp();
        assertThat(shelf.things.fingerprint()).isEqualTo(live);
    }

    @Test
    void whatWasWrongIsMendedAndTold(CapturedOutput output) {
        fill();
        Fingerprint live = shelf.things.fingerprint();
        shelf.tables().jdbc().execute("update thing set content = content || ' wrong' where subject = 'thing/thing-1'");
        shelf.tables().jdbc().execute("delete from thing where subject = 'thing/thing-2'");
        shelf.tables().jdbc().execute("insert into thing (subject, content) values ('thing/that-never-was', 'x')");

        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        awaitOver();

        assertThat(shelf.things.fingerprint()).isEqualTo(live);
        assertThat(output)
                .contains("differed from the log in 3 subjects")
                .contains("[thing/that-never-was, thing/thing-1, thing/thing-2]");
    }

    @Test
    void whatWasRightIsNotCalledWrongWhileItIsWritten(CapturedOutput output) throws Exception {
        fill();
        rebuildWhileItIsWritten(new AtomicBoolean());
        assertThat(output).doesNotContain("differed");
    }

    @Test
    void thereIsOneAtATimeAndItIsShown() {
        fill();
        CountDownLatch held = shelf.things.holdUp();

        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        assertThat(shelf.rebuilds.begin("shelf")).isFalse();
        ViewStatus status = shelf.status();
        assertThat(status.state()).isEqualTo("rebuilding");
        assertThat(status.progress()).isLessThan(1);
        assertThat(status.head()).isEqualTo(shelf.region().end().position());

        held.countDown();
        awaitOver();
        assertThat(shelf.status().state()).isEqualTo("live");
        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        awaitOver();
    }

    @Test
    void whatIsCancelledLeavesNothing() {
        fill();
        Fingerprint live = shelf.things.fingerprint();
        CountDownLatch held = shelf.things.holdUp();
        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        assertThat(isNextThere()).isTrue();

        CompletableFuture<Boolean> cancelled =
                CompletableFuture.supplyAsync(() -> shelf.rebuilds.cancel("shelf"), threads);
        // or it may be over before that
        await().atMost(LONG).until(() -> !shelf.rebuilds.isRunning("shelf"));
        held.countDown();

        assertThat(cancelled.join()).isTrue();
        assertThat(shelf.rebuilds.isRunning("shelf")).isFalse();
        assertThat(shelf.rebuilds.cancel("shelf")).isFalse();
        assertThat(isNextThere()).isFalse();
        assertThat(count("select count(*) from view_rebuild")).isZero();
        assertThat(count("select count(*) from processor_token where processor_name <> 'shelf'"))
                .isZero();
        assertThat(shelf.things.fingerprint()).isEqualTo(live);
    }

    /** Its processor may not have written its first positions yet. */
    @RepeatedTest(20)
    void whatIsCancelledAtOnceLeavesNothing(CapturedOutput output) {
        shelf.start();
        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !threadsOfTheNext().isEmpty() || !shelf.rebuilds.isRunning("shelf"));
        // unless it is over
        var _ = shelf.rebuilds.cancel("shelf");

        assertThat(threadsOfTheNext()).isEmpty();
        assertThat(output).doesNotContain("ERROR");
        assertThat(count("select count(*) from view_rebuild")).isZero();
        assertThat(count("select count(*) from processor_token where processor_name <> 'shelf'"))
                .isZero();
    }

    private static List<String> threadsOfTheNext() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("shelf next"))
                .toList();
    }

    @Test
    void whatAProcessLeavesTheNextOneGoesOnWith() {
        fill();
        CountDownLatch held = shelf.things.holdUp();
        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(shelf.rebuilds::stop, threads);
        await().atMost(LONG).until(() -> !shelf.rebuilds.isRunning());
        held.countDown();
        stopped.join();
        long before = count("select 'thing'::regclass::oid::bigint");
        assertThat(isNextThere()).isTrue();

        shelf.rebuilds.start();
        awaitOver();

        assertThat(count("select 'thing'::regclass::oid::bigint")).isNotEqualTo(before);
        assertThat(isNextThere()).isFalse();
        assertThat(shelf.things.rows()).hasSize(50);
    }

    /** Nor does who reads at length keep others from reading. */
    @Test
    void whoReadsAtLengthIsNotCutOff(CapturedOutput output) throws SQLException {
        fill();
        try (Connection reader = shelf.region().database().getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("select * from thing");
            assertThat(shelf.rebuilds.begin("shelf")).isTrue();
            await().atMost(LONG).until(() -> count("""
                    select count(*) from pg_locks where mode = 'AccessExclusiveLock' and not granted
                    and relation = 'public.thing'::regclass""") > 0);
            for (int i = 0; i < 100; i++) {
                assertThat(shelf.things.rows()).hasSize(50);
            }
            assertThat(shelf.rebuilds.isRunning("shelf")).isTrue();
            reader.createStatement().execute("select * from thing");
            reader.commit();
        }
        awaitOver();
        assertThat(output).doesNotContain("has failed");
        assertThat(shelf.things.rows()).hasSize(50);
    }

    @Test
    void whatIsStoppedInTheNextGenerationStaysStoppedWhenItIsRead() {
        fill();
        shelf.things.cannotFold("v7");

        assertThat(shelf.rebuilds.begin("shelf")).isTrue();
        awaitOver();

        assertThat(shelf.things.row("thing-7")).isNull();
        assertThat(shelf.status().error()).contains("thing/thing-7");
        shelf.things.repair();
        shelf.repair.resumeStopped();
        assertThat(shelf.things.row("thing-7")).startsWith("v7 ");
        assertThat(shelf.status().error()).isNull();
    }
}
