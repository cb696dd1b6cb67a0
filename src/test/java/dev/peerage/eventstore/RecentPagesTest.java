package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentPagesTest {

    private static final int FULL = 10;

    private final List<Long> read = new ArrayList<>();
    private long head = 95;
    private Instant server = Instant.ofEpochSecond(1);
    private final RecentPages pages = new RecentPages(this::read, FULL, () -> server);

    @Test
    void whoGoesThroughTheLogBesideAnotherIsGivenWhatThatOneHasRead() {
        for (long after = 0; after < 90; after += FULL) {
            assertThat(pages.after(after)).isSameAs(pages.after(after));
            assertThat(pages.after(after).events()).first().returns(after + 1, StoredEvent::position);
        }

        assertThat(read).containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L);
    }

    @Test
    void whatWasReadAtTheEndOfTheLogIsReadAgain() {
        assertThat(pages.after(90).events()).hasSize(5);
        head = 97;
        assertThat(pages.after(90).events()).hasSize(7);
    }

    @Test
    void whatLiesFarBackIsReadAgain() {
        head = 1_000;
        for (long after = 0; after < 200; after += FULL) {
            pages.after(after);
        }
        read.clear();

        pages.after(0);
        pages.after(190);

        assertThat(read).containsExactly(0L);
    }

    @Test
    void whatAServerThatWasKilledMayHaveLostIsReadAgain() {
        pages.after(0);
        server = Instant.ofEpochSecond(2);

        pages.after(0);
        pages.after(0);

        assertThat(read).containsExactly(0L, 0L);
    }

    private EventLog.Page read(long after) {
        read.add(after);
        return new EventLog.Page(
                LongStream.rangeClosed(after + 1, Math.min(after + FULL, head))
                        .mapToObj(RecentPagesTest::event)
                        .toList(),
                false);
    }

    private static StoredEvent event(long position) {
        Stamp stamp = new Stamp(new Dot(Region.of("eu"), position), VersionVector.none(), new HybridTime(position));
        return new StoredEvent(position, "note/1", stamp, position, "NoteSet", 1, "anybody", null, null, "{}");
    }
}
