package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Subjects;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;

/**
 * The making of one view's next generation beside the one that is read. A processor of its own fills it from the log; when it
 * has caught up it is compared with the other and takes its place, in one transaction that moves what is stored, the positions
 * and what is stopped.
 *
 * <p>For that moment neither is written. Reads go on; those that wait for a position wait so much longer. The next generation
 * may have come further than the other by then, never less far.
 */
final class Rebuild implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    /** As near the end of the log the next generation has to be before the other one stops for it. */
    private static final long NEARLY = 1_000;

    private static final Duration LONG = Duration.ofSeconds(10);

    /** As long as the live generation is not written at most, but for the moment in which it is replaced. */
    private static final Duration BRIEF = Duration.ofSeconds(1);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    /** As many are named in the log of this process. */
    private static final int NAMED = 100;

    private final String view;
    private final ViewProcessor live;
    private final ViewProcessor next;
    private final Generations generations;
    private final RebuildTable table;
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;
    private final StoppedSubjects stopped;
    private final ViewTables tables;
    private final Subjects subjects;
    private final LogEnd log;

    Rebuild(
            String view,
            ViewProcessor live,
            ViewProcessor next,
            Generations generations,
            RebuildTable table,
            ViewPositions positions,
            Standstill standstill,
            Forms forms,
            StoppedSubjects stopped,
            ViewTables tables,
            Subjects subjects,
            LogEnd log) {
        this.view = view;
        this.live = live;
        this.next = next;
        this.generations = generations;
        this.table = table;
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
        this.stopped = stopped;
        this.tables = tables;
        this.subjects = subjects;
        this.log = log;
    }

    ViewProcessor next() {
        return next;
    }

    /** Makes place for what is to be made; whatever was begun before is gone. Within a transaction. */
    void begin() {
        positions.forget(next.name());
        next.parts().forEach(part -> stopped.forget(part.name()));
        generations.begin();
    }

    /** Gives up. Within a transaction. */
    void drop() {
        positions.forget(next.name());
        next.parts().forEach(part -> stopped.forget(part.name()));
        generations.drop();
    }

    /**
     * From where it was left to the end.
     *
     * @throws CancellationException if the thread is interrupted, or another node has taken it over; what has been made stays as
     *     it is
     */
    @Override
    public void run() {
        if (!table.isOwn(view)) {
            if (table.contains(view)) {
                throw new CancellationException();
            }
            // it has taken over, and the connection broke before that was told
            generations.tookOver();
            live.cache().clear();
            return;
        }
        next.start();
        try {
            catchUp();
            // what is stored in another form is not wrong
            List<String> differing = forms.isStored(view) ? differing() : List.of();
            if (!differing.isEmpty()) {
                LOG.warn(
                        "View {} differed from the log in {} subjects, and is right from now on: {}",
                        view,
                        differing.size(),
                        differing.subList(0, Math.min(NAMED, differing.size())));
            }
            takeOver();
            LOG.info("View {} is rebuilt", view);
        } finally {
            next.stop();
        }
    }

    private void catchUp() {
        long end = log.position();
        while (!await(end, LONG) || log.position() - next.progress().position() > NEARLY) {
            next.deal(_ -> true);
            next.tend();
            end = log.position();
        }
    }

    private boolean await(long position, Duration patience) {
        boolean reached =
                next.waiting().await(position, () -> next.progress().position() >= position, Deadline.in(patience));
        goOn();
        return reached;
    }

    private static void goOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
    }

    /** But for those that have events which one of the two may not have handled yet. */
    private List<String> differing() {
        long both = Math.min(live.progress().position(), next.progress().position());
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < next.parts().size(); i++) {
            FoldedView<?, ?> read = live.parts().get(i).view();
            FoldedView<?, ?> made = next.parts().get(i).view();
            tables.inTransaction(() -> {
                // an index that is elsewhere is read at length without a word to the database
                tables.jdbc().execute("set local idle_in_transaction_session_timeout = 0");
                // what a statement is about is settled when it begins
                try (Stream<Digest> here = read.digests()) {
                    generations.useNext();
                    try (Stream<Digest> there = made.digests()) {
                        differing.addAll(Comparison.differing(here, there));
                    }
                }
            });
        }
        differing.removeAll(subjects.changedAfter(both, differing));
        return differing;
    }

    private void takeOver() {
        while (true) {
            if (isTakenOverInStandstill()) {
                return;
            }
            next.start();
            next.deal(_ -> true);
            // others go on meanwhile, and the live processor comes to run before it is stopped again
            var _ = await(log.position(), LONG);
            pause();
        }
    }

    /** Whether it was done; not if another node does not let go of the view yet, or somebody reads at length. */
    private boolean isTakenOverInStandstill() {
        if (!standstill.begin(live.name())) {
            return false;
        }
        try {
            live.stop();
            return standstill.comes(live.name(), Deadline.in(BRIEF))
                    && await(positions.place(live.name()).reached(), BRIEF)
                    && isMoved();
        } finally {
            Uninterrupted.run(this::goOnWithLive);
        }
    }

    private void goOnWithLive() {
        try {
            standstill.end(live.name());
        } finally {
            live.startOrLater();
        }
    }

    /** Whether it was done; not if somebody reads at length. */
    private boolean isMoved() {
        next.stop();
        // of what is shown from now on, tokens tell
        live.parts().forEach(part -> part.reaches(next.progress().reached()));
        try {
            tables.inTransaction(this::move);
        } catch (ConcurrencyFailureException claimed) {
            LOG.debug("View {} is being written", view, claimed);
            return false;
        } catch (DataAccessException refused) {
            if (!isForLackOfLock(refused)) {
                throw refused;
            }
            LOG.debug("View {} is being read at length", view, refused);
            return false;
        }
        try {
            generations.tookOver();
        } catch (RuntimeException left) {
            LOG.warn("Of what view {} was before, something is left", view, left);
        }
        return true;
    }

    /** PostgreSQL's {@code lock_not_available}, which Spring has no exception for. */
    private static boolean isForLackOfLock(DataAccessException refused) {
        return NestedExceptionUtils.getMostSpecificCause(refused) instanceof SQLException cause
                && "55P03".equals(cause.getSQLState());
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException _) {
            throw new CancellationException();
        }
    }

    private void move() {
        // sooner than the database looks for locks that wait for each other: it is not the readers who have to give way
        tables.jdbc().execute("set local lock_timeout = '300ms'");
        generations.takeOver();
        forms.store(view);
        positions.rename(next.name(), live.name());
        for (int i = 0; i < next.parts().size(); i++) {
            stopped.rename(next.parts().get(i).name(), live.parts().get(i).name());
        }
        if (!table.removeUnlessCancelled(view)) {
            throw new CancellationException();
        }
    }
}
