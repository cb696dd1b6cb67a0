package dev.peerage.views;

import dev.peerage.eventstore.Background;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks where views are that are not written by this node alone, while somebody waits for them. Of others' batches a node is not
 * told; one look finds what all of them have done, of all views.
 */
final class Lookout extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** So that it is known how fast views go, also if nobody waits. */
    private static final int LOOKS_WITHOUT_NEED = 50;

    private final List<ViewProcessor> processors;
    private final ViewPositions positions;

    Lookout(List<ViewProcessor> processors, ViewPositions positions) {
        super("lookout for views");
        this.processors = List.copyOf(processors);
        this.positions = positions;
    }

    @Override
    protected void run() throws InterruptedException {
        for (int i = 0; isRunning(); i++) {
            look(
                    i % LOOKS_WITHOUT_NEED == 0
                            ? processor -> !processor.progress().isWhole()
                            : ViewProcessor::isToBeWatched);
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
    }

    private void look(Predicate<ViewProcessor> which) {
        List<ViewProcessor> watched = processors.stream().filter(which).toList();
        if (watched.isEmpty()) {
            return;
        }
        try {
            var places =
                    positions.places(watched.stream().map(ViewProcessor::name).toList());
            watched.forEach(
                    processor -> processor.saw(places.getOrDefault(processor.name(), ViewPositions.Place.NOWHERE)));
        } catch (RuntimeException notNow) {
            LOG.debug("It is not known where views are", notNow);
        }
    }
}
