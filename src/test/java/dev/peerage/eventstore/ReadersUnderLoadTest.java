package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers that never pause, while transactions draw positions and commit in every other order, or roll back. */
@Timeout(60)
class ReadersUnderLoadTest {

    private static final int APPENDS_OF_A_WRITER = 1_200;

    @Test
    void everyEventIsReadOnceInOrderAndNoneIsPassed() throws Exception {
        try (TestRegion region = TestRegion.create();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            AtomicBoolean written = new AtomicBoolean();
            List<Future<List<Long>>> readers = List.of(
                    threads.submit(() -> pages(region, written, 1_000)),
                    threads.submit(() -> pages(region, written, 7)),
                    threads.submit(() -> stream(region, written)));
            threads.submit(() -> interleave(region, 1)).get();
            List<Future<?>> writers = List.of(
                    threads.submit(() -> interleave(region, 2)),
                    threads.submit(() -> append(region, 3)),
                    threads.submit(() -> append(region, 4)));
            for (Future<?> writer : writers) {
                writer.get();
            }
            written.set(true);

            List<Long> all = region.sql()
                    .sql("select position from event order by position")
                    .query((row, _) -> row.getLong(1))
                    .list();
            assertThat(all).hasSizeGreaterThan(3 * APPENDS_OF_A_WRITER);
            assertThat(all.getLast()).as("with gaps").isGreaterThan(all.size());
            for (Future<List<Long>> reader : readers) {
                List<Long> read = reader.get();
                Set<Long> skipped = new TreeSet<>(all);
                read.forEach(skipped::remove);
                assertThat(skipped).isEmpty();
                assertThat(read).isSorted().hasSameSizeAs(all);
            }
        }
    }

    private static List<Long> pages(TestRegion region, AtomicBoolean written, int limit) {
        List<Long> read = new ArrayList<>();
        while (true) {
            boolean last = written.get();
            EventLog.Page page = region.log.readAfter(read.isEmpty() ? 0 : read.getLast(), limit);
            page.events().forEach(event -> read.add(event.position()));
            if (last && page.events().isEmpty() && !page.outstanding()) {
                return read;
            }
        }
    }

    private static List<Long> stream(TestRegion region, AtomicBoolean written) throws InterruptedException {
        List<Long> read = new ArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream = region.store.openStream(null)) {
            while (true) {
                boolean last = written.get();
                if (last && read.getLast() >= region.log.head()) {
                    return read;
                }
                // any transaction of the server may be what the mark waits for at the end, for as long as it takes
                if (stream.hasNextAvailable(last ? 60_000 : 10, TimeUnit.MILLISECONDS)) {
                    read.add(stream.nextAvailable().trackingToken().position().orElseThrow());
                } else if (last) {
                    return read;
                }
            }
        }
    }

    /** Three transactions side by side, any of which goes on next. */
    private static void interleave(TestRegion region, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Deque<OpenTransaction> open = new ArrayDeque<>();
        int appended = 0;
        while (appended < APPENDS_OF_A_WRITER || !open.isEmpty()) {
            if (appended < APPENDS_OF_A_WRITER && open.size() < 3) {
                open.add(OpenTransaction.begin(region.database()));
            }
            for (int i = random.nextInt(open.size()); i > 0; i--) {
                open.add(open.remove());
            }
            switch (random.nextInt(12)) {
                case 0 -> open.remove().rollback();
                case 1, 2, 3 -> open.remove().commit();
                default -> {
                    open.element().append();
                    appended++;
                }
            }
        }
    }

    /** As commands do, in a statement of their own; one in twenty loses a race, having drawn a position. */
    private static void append(TestRegion region, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < APPENDS_OF_A_WRITER; i++) {
            List<NewEvent> events = new ArrayList<>();
            for (int sequence = 1; sequence <= random.nextInt(1, 4); sequence++) {
                events.add(event(region, "note/%d-%d".formatted(seed, i), sequence));
            }
            if (random.nextInt(20) == 0) {
                events.add(events.getFirst());
            }
            try {
                region.log.append(events, new TreeMap<>());
            } catch (StreamMovedOn _) {
                // Nothing of it is in the log.
            }
        }
    }

    private static NewEvent event(TestRegion region, String subject, int sequence) {
        Dot dot = new Dot(region.log.region(), sequence);
        return new NewEvent(
                subject,
                new Stamp(dot, VersionVector.none(), new HybridTime(1)),
                "NoteTextSet",
                1,
                "tester",
                null,
                null,
                "{}");
    }
}
