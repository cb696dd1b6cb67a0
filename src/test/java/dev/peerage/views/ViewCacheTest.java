package dev.peerage.views;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ViewCacheTest {

    private static final List<String> HOMER = List.of("user/homer");
    private static final Region LOCAL = Region.of("local");

    private final ViewCache cache = new ViewCache(DataSize.ofMegabytes(1));
    private final AtomicInteger readings = new AtomicInteger();

    @BeforeEach
    void serve() {
        cache.serve(true);
    }

    @Test
    void readsARowOnceWhileItRests() {
        assertThat(read(1)).isEqualTo(1);
        assertThat(read(1)).isEqualTo(1);

        assertThat(readings).hasValue(1);
    }

    @Test
    void keepsAlsoThatASubjectIsNotThere() {
        Representation deleted = new Representation(version(3), null);
        cache.get("user/homer", () -> deleted);

        assertThat(cache.get("user/homer", () -> null)).isSameAs(deleted);
    }

    @Test
    void keepsNothingOfASubjectWithoutARow() {
        cache.get("user/homer", () -> null);

        assertThat(read(1)).isEqualTo(1);
    }

    @Test
    void entryLeavesBeforeItsRowChanges() {
        read(1);
        cache.writing(HOMER);

        assertThat(read(2)).isEqualTo(2);
    }

    @Test
    void whatIsReadWhileItsRowChangesIsNotKept() {
        cache.writing(HOMER);
        read(1);
        cache.written(HOMER);

        assertThat(read(2)).isEqualTo(2);
    }

    @Test
    void whatWasReadBeforeItsRowChangedIsNotKeptAfterwards() {
        cache.get("user/homer", () -> {
            cache.writing(HOMER);
            cache.written(HOMER);
            return shown(1);
        });

        assertThat(read(2)).isEqualTo(2);
    }

    @Test
    void secondWriteOfASubjectKeepsItFromBeingKeptWhenTheFirstHasEnded() {
        cache.writing(HOMER);
        cache.writing(HOMER);
        cache.written(HOMER);
        read(1);
        cache.written(HOMER);

        assertThat(read(2)).isEqualTo(2);
    }

    @Test
    void keepsAgainWhenTheWriteHasEnded() {
        cache.writing(HOMER);
        cache.written(HOMER);
        read(1);
        read(1);

        assertThat(readings).hasValue(1);
    }

    @Test
    void keepsNothingWhileAnotherNodeWritesAPartOfTheView() {
        read(1);
        cache.serve(false);
        assertThat(read(2)).isEqualTo(2);
        assertThat(read(3)).isEqualTo(3);

        cache.serve(true);
        assertThat(read(4)).isEqualTo(4);
        assertThat(read(5)).isEqualTo(4);
    }

    @Test
    void whatWasReadBeforeAnotherNodeWroteIsNotKeptAfterwards() {
        cache.get("user/homer", () -> {
            cache.serve(false);
            cache.serve(true);
            return shown(1);
        });

        assertThat(read(2)).isEqualTo(2);
    }

    @Test
    void whatHasChangedWithoutAWriteOfItsOwnLeavesAndIsNotKeptByWhoIsReadingIt() {
        read(1);
        cache.changed(HOMER);
        cache.get("user/homer", () -> {
            cache.changed(HOMER);
            return shown(2);
        });

        assertThat(read(3)).isEqualTo(3);
        assertThat(read(4)).as("it rests again").isEqualTo(3);
    }

    @Test
    void nothingIsKeptOverAClearing() {
        read(1);
        cache.clear();
        cache.get("user/homer", () -> {
            cache.clear();
            return shown(2);
        });

        assertThat(read(3)).isEqualTo(3);
        assertThat(read(4)).as("it serves again").isEqualTo(3);
    }

    @Test
    void doesNotTakeMoreMemoryThanItMay() {
        byte[] content = new byte[10_000];
        for (int i = 0; i < 1_000; i++) {
            cache.get("user/" + i, () -> new Representation(version(1), content));
        }
        cache.entries().cleanUp();

        assertThat(cache.entries().estimatedSize()).isBetween(1L, 105L);
    }

    @Test
    void whoReadsAfterACommitNeverSeesWhatWasBefore() throws Exception {
        AtomicLong row = new AtomicLong(1);
        AtomicLong committed = new AtomicLong(1);
        int changes = 20_000;
        CountDownLatch reading = new CountDownLatch(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    long atLeast;
                    do {
                        atLeast = committed.get();
                        assertThat(read(row)).isGreaterThanOrEqualTo(atLeast);
                        reading.countDown();
                    } while (atLeast < changes);
                }));
            }
            Future<?> writer = threads.submit(() -> {
                reading.await();
                for (long next = 2; next <= changes; next++) {
                    cache.writing(HOMER);
                    row.set(next);
                    committed.set(next);
                    cache.written(HOMER);
                }
                return null;
            });
            for (Future<?> each : readers) {
                each.get();
            }
            writer.get();
        }
        assertThat(read(row)).isEqualTo(changes);
    }

    private long read(AtomicLong row) {
        return number(cache.get("user/homer", () -> shown(row.get())));
    }

    private long read(long row) {
        return number(cache.get("user/homer", () -> {
            readings.incrementAndGet();
            return shown(row);
        }));
    }

    private static long number(@Nullable Representation read) {
        return Long.parseLong(new String(requireNonNull(requireNonNull(read).content()), UTF_8));
    }

    private static Representation shown(long number) {
        return new Representation(version(number), String.valueOf(number).getBytes(UTF_8));
    }

    private static VersionVector version(long number) {
        return VersionVector.none().with(new Dot(LOCAL, number));
    }
}
