package dev.peerage.eventstore;

import static dev.peerage.eventstore.TestRegion.CALLER;
import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.Note.AddText;
import dev.peerage.eventstore.NoteEvent.NoteTextSet;
import dev.peerage.kernel.HybridTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A region never stamps below what it stamped or received before, whatever its wall clock says. */
class ClockAfterRestartTest {

    private final TestRegion region = TestRegion.create();
    private final Instant now = Instant.now();

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void aRestartedRegionStampsAboveItsOwnHighestTimeThoughTheWallClockWentBack() {
        Instant beforeItWentBack = now.plusSeconds(3600);
        region.receive(in("eu").at(beforeItWentBack).event(new NoteTextSet("note", "from this region's future")));

        assertThat(timeStampedAfterRestart()).isGreaterThan(HybridTime.of(beforeItWentBack.toEpochMilli(), 0));
    }

    @Test
    void aRestartedRegionStampsAboveWhatItHasReceivedWithinTheBound() {
        Instant ahead = now.plusSeconds(50);
        region.receive(in("us").at(ahead).event(new NoteTextSet("another", "x")));

        assertThat(timeStampedAfterRestart()).isGreaterThan(HybridTime.of(ahead.toEpochMilli(), 0));
    }

    @Test
    void aRemoteClockFarAheadIsNotFollowedAfterARestart() {
        Instant farAhead = now.plusSeconds(3600);
        region.receive(in("us").at(farAhead).event(new NoteTextSet("another", "x")));

        assertThat(timeStampedAfterRestart())
                .isBetween(
                        HybridTime.of(now.toEpochMilli(), 0),
                        HybridTime.of(now.plusSeconds(600).toEpochMilli(), 0));
    }

    private HybridTime timeStampedAfterRestart() {
        region.anotherNode().commands.send(new AddText("after", "x"), CALLER);
        return region.log.stream("note/after").getLast().stamp().time();
    }
}
