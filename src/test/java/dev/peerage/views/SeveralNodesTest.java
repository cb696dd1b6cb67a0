package dev.peerage.views;

import static dev.peerage.views.Shelf.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.eventstore.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One view, written by several nodes. */
class SeveralNodesTest {

    private final Shelf one = Shelf.ofSeveral();
    private final Shelf other = new Shelf(one);

    /** The common pool may have one thread, and Axon needs it to stop a processor. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
        other.close();
        one.close();
    }

    private void start() {
        one.start();
        other.start();
        await().atMost(LONG).until(() -> owners().size() == 2);
    }

    private Set<String> owners() {
        return new TreeSet<>(one.region()
                .sql()
                .sql("select owner from processor_token where processor_name = 'shelf' and owner is not null")
                .query((row, _) -> row.getString(1))
                .list());
    }

    private void fill(int events) {
        IntStream.range(0, events).forEach(i -> one.set("thing-" + i % 50, "v" + i));
    }

    @Test
    void eachHasItsSegmentUntilOneIsAlone() {
        start();
        fill(100);
        one.awaitCaughtUp();
        other.awaitCaughtUp();
        assertThat(one.things.stores()).isPositive();
        assertThat(other.things.stores()).isPositive();
        assertThat(one.things.rows()).hasSize(50);

        other.close();

        await().atMost(LONG).until(() -> owners().size() == 1);
        one.set("thing-1", "later");
        one.set("thing-2", "later");
        one.set("thing-3", "later");
        one.awaitCaughtUp();
        assertThat(one.things.rows().values())
                .filteredOn(content -> content.endsWith("later"))
                .hasSize(3);
    }

    /** Whichever node is asked, and whichever has the row. */
    @Test
    void whatANodeSaysIsInTheViewIsInItsTable() {
        start();
        for (int i = 0; i < 100; i++) {
            one.set("thing-" + i % 50, "v" + i);
            long written = one.region().end().position();
            Shelf asked = i % 2 == 0 ? one : other;
            assertThat(asked.views.awaitPosition("shelf", written, Deadline.in(LONG)))
                    .isTrue();
            assertThat(asked.things.row("thing-" + i % 50)).endsWith("v" + i);
            assertThat(asked.views.reached("shelf")).isGreaterThanOrEqualTo(written);
        }
    }

    @Test
    void whoWaitsForARowThatAnotherNodeWritesIsWoken() throws Exception {
        start();
        for (int i = 0; i < 10; i++) {
            String thing = "thing-" + i;
            Future<Boolean> waiting = threads.submit(() ->
                    other.views.awaitRow("thing/" + thing, () -> other.things.row(thing) != null, Deadline.in(LONG)));
            await().atMost(LONG).until(() -> other.views.waiting() > 0);
            one.set(thing, "value");
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void aReplayEmptiesTheViewForAllNodes() {
        start();
        fill(200);
        one.awaitCaughtUp();
        Map<String, String> before = one.things.rows();
        long emptied = one.views.replays("shelf");
        long reached = one.views.reached("shelf");

        other.views.replay("shelf");

        assertThat(one.views.replays("shelf")).isEqualTo(emptied + 1);
        assertThat(other.views.replays("shelf")).isEqualTo(emptied + 1);
        assertThat(one.views.reached("shelf")).isGreaterThanOrEqualTo(reached);
        one.awaitCaughtUp();
        assertThat(one.things.rows()).isEqualTo(before);
        await().atMost(LONG).until(() -> owners().size() == 2);
    }

    /** A position that a node says is reached is so while the view is emptied again and again. */
    @Test
    void noNodeTakesAnEmptiedViewForAFullOne() throws Exception {
        start();
        fill(200);
        one.awaitCaughtUp();
        long end = one.region().end().position();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        List<Future<Integer>> readers = List.of(one, other).stream()
                .map(shelf -> threads.submit(() -> {
                    int wrong = 0;
                    while (!over.get()) {
                        long emptied = shelf.views.replays("shelf");
                        if (shelf.views.position("shelf") >= end) {
                            int rows = shelf.things.rows().size();
                            boolean same =
                                    shelf.views.position("shelf") >= end && shelf.views.replays("shelf") == emptied;
                            wrong += same && rows != 50 ? 1 : 0;
                            reads.incrementAndGet();
                        }
                    }
                    return wrong;
                }))
                .toList();
        try {
            for (int i = 0; i < 6; i++) {
                (i % 2 == 0 ? one : other).views.replay("shelf");
                one.awaitCaughtUp();
                int before = reads.get();
                await().atMost(LONG).until(() -> reads.get() > before);
            }
        } finally {
            over.set(true);
        }
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isZero();
        }
    }

    @Test
    void aRebuildOnOneNodeTakesOverOnAll() {
        start();
        fill(200);
        one.awaitCaughtUp();
        Map<String, String> before = one.things.rows();
        one.tables().jdbc().update("update thing set content = 'wrong' where subject = 'thing/thing-7'");

        assertThat(other.rebuilds.begin("shelf")).isTrue();
        assertThat(one.rebuilds.isRunning("shelf")).isTrue();
        assertThat(one.rebuilds.begin("shelf")).isFalse();
        await().atMost(LONG).until(() -> !other.rebuilds.isRunning("shelf"));

        assertThat(one.rebuilds.isRunning("shelf")).isFalse();
        assertThat(one.things.rows()).isEqualTo(before);
        await().atMost(LONG).until(() -> owners().size() == 2);
        fill(100);
        one.awaitCaughtUp();
        assertThat(other.things.rows()).isEqualTo(one.things.rows());
    }

    @Test
    void aRebuildIsShownAndCancelledByAnotherNode() {
        start();
        fill(20);
        one.awaitCaughtUp();
        one.whileItIsRead(() -> {
            assertThat(other.rebuilds.begin("shelf")).isTrue();
            assertThat(one.status().state()).isEqualTo("rebuilding");

            assertThat(one.rebuilds.cancel("shelf")).isTrue();

            assertThat(other.rebuilds.isRunning("shelf")).isFalse();
        });
        assertThat(one.rebuilds.cancel("shelf")).isFalse();
        assertThat(one.status().state()).isEqualTo("live");
        fill(40);
        one.awaitCaughtUp();
    }

    @Test
    void ofARebuildOfAnotherNodeSpeedAndTimeLeftAreToldOnceItWasSeenToMove() {
        start();
        fill(20);
        one.awaitCaughtUp();

        ViewStatus first = one.views.statusOfNext("shelf", 5);
        ViewStatus later = one.views.statusOfNext("shelf", 10);
        one.views.statusOfNext("shelf", 0);
        ViewStatus anew = one.views.statusOfNext("shelf", 3);

        assertThat(first.eventsPerSecond()).isZero();
        assertThat(first.etaSeconds()).isNull();
        assertThat(later.eventsPerSecond()).isPositive();
        assertThat(later.etaSeconds()).isNotNull();
        assertThat(anew.eventsPerSecond()).as("begun anew").isPositive();
    }

    @Test
    void aRebuildIsTakenOverFromANodeThatEnds() {
        start();
        fill(20);
        one.awaitCaughtUp();
        one.whileItIsRead(() -> {
            assertThat(other.rebuilds.begin("shelf")).isTrue();
            other.close();
        });
        await().atMost(LONG).until(() -> !one.rebuilds.isRunning("shelf"));
        assertThat(one.region()
                        .sql()
                        .sql("select count(*) from pg_namespace where nspname = 'shelf_next'")
                        .query(Long.class)
                        .single())
                .isZero();
        fill(40);
        one.awaitCaughtUp();
    }

    @Test
    void eitherNodeMendsARow() {
        start();
        fill(50);
        one.awaitCaughtUp();
        other.awaitCaughtUp();
        for (Shelf asked : List.of(one, other)) {
            for (int i = 0; i < 10; i++) {
                String thing = "thing/thing-" + i;
                one.tables().jdbc().update("update thing set content = 'wrong' where subject = ?", thing);

                assertThat(asked.verifications.mend("shelf", thing).mended()).containsExactly(thing);

                assertThat(one.things.row("thing-" + i)).endsWith("v" + i);
            }
        }
    }

    /** Whoever has asked for a standstill may die. */
    @Test
    void aStandstillOfADeadNodeEnds() {
        start();
        one.region()
                .sql()
                .sql("insert into view_stop (view, node) values ('shelf', -1)")
                .update();
        fill(20);
        one.awaitCaughtUp();
        await().atMost(LONG)
                .until(() -> one.region()
                                .sql()
                                .sql("select count(*) from view_stop")
                                .query(Long.class)
                                .single()
                        == 0);
    }
}
