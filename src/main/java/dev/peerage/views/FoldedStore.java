package dev.peerage.views;

import static java.util.Objects.requireNonNull;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Subjects;
import dev.peerage.eventstore.WaitingRoom;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * Folds a batch into a view's rows. A subject whose events cannot be folded or stored is stopped: the error is kept and
 * shown, the subject's row stays as it is, its later events wait in the log, and all others go on. Errors that would
 * hit any subject, such as a lost connection, are thrown, and the processor tries the whole batch again.
 */
final class FoldedStore<E extends DomainEvent, S> {

    private static final Logger LOG = LoggerFactory.getLogger(FoldedStore.class);

    private final FoldedView<E, S> view;
    private final String name;
    private final StoppedSubjects stopped;
    private final ViewTables tables;
    private final ViewCache cache;
    private final WaitingRoom<String> waiting;
    private final @Nullable ViewProcessor ahead;
    private final Refold<E, S> refold;
    private final LongAccumulator reached = new LongAccumulator(Math::max, 0);

    /**
     * A part of a view, or of its next generation.
     *
     * @param name what its stopped subjects are kept under
     * @param waiting where those wait, by subject, who want a row to be written
     * @param ahead the view that this one reads, if it reads one
     */
    FoldedStore(
            FoldedView<E, S> view,
            String name,
            StoppedSubjects stopped,
            ViewTables tables,
            ViewCache cache,
            WaitingRoom<String> waiting,
            @Nullable ViewProcessor ahead) {
        this.view = view;
        this.name = name;
        this.stopped = stopped;
        this.tables = tables;
        this.cache = cache;
        this.waiting = waiting;
        this.ahead = ahead;
        this.refold = new Refold<>(view, tables, ahead != null);
    }

    /** What a batch has made of its subjects' rows; before, there was none of those that are not there. */
    record Stored<S>(Map<String, S> before, Map<String, S> after) {}

    /**
     * Within the batch's transaction.
     *
     * @param last the position of its last event
     */
    Stored<S> apply(Map<String, List<StampedEvent<E>>> batch, long last) {
        cache.writing(batch.keySet());
        Map<String, List<StampedEvent<E>>> running = new LinkedHashMap<>(batch);
        running.keySet().removeAll(stopped.among(name, batch.keySet()));
        long emptied = replaysAhead();
        Map<String, S> loaded = loadEachOrStop(List.copyOf(running.keySet()), running);
        mustHaveBeenThere(emptied, last);
        Stored<S> folded = new Stored<>(loaded, fold(running, loaded));
        storeEachOrStop(folded);
        return folded;
    }

    private long replaysAhead() {
        return ahead == null ? 0 : ahead.progress().replays();
    }

    /** What was read of the view ahead was perhaps not there, if it was emptied meanwhile. */
    private void mustHaveBeenThere(long emptied, long position) {
        if (ahead != null
                && (ahead.progress().replays() != emptied || ahead.progress().position() < position)) {
            throw new ConcurrencyFailureException(ahead.name() + " was emptied meanwhile");
        }
    }

    /** The transaction of {@link #apply} has committed. */
    void committed(Stored<S> stored) {
        if (!cache.mayHaveEntries()) {
            return;
        }
        try {
            cache.changed(view.dependents(stored.before(), stored.after()));
        } catch (RuntimeException unknown) {
            LOG.warn("It is not known what rests on what has changed in {}: nothing stays in memory", name, unknown);
            cache.clear();
        }
    }

    /** The transaction of {@link #apply} has ended, in whichever way. */
    void applied(Collection<String> subjects) {
        cache.written(subjects);
        // not before: of many who read one row then, one reads it from the table
        subjects.forEach(subject -> waiting.wake(subject, subject));
    }

    private Map<String, S> loadEachOrStop(List<String> subjects, Map<String, List<StampedEvent<E>>> running) {
        try {
            return view.load(subjects);
        } catch (DataAccessException everybodys) {
            throw everybodys;
        } catch (RuntimeException unreadable) {
            if (subjects.size() == 1) {
                stop(subjects.getFirst(), unreadable);
                running.remove(subjects.getFirst());
                return Map.of();
            }
            Map<String, S> loaded = new HashMap<>();
            subjects.forEach(subject -> loaded.putAll(loadEachOrStop(List.of(subject), running)));
            return loaded;
        }
    }

    private Map<String, S> fold(Map<String, List<StampedEvent<E>>> batch, Map<String, S> loaded) {
        Map<String, S> folded = new TreeMap<>();
        batch.forEach((subject, events) -> {
            try {
                S state = loaded.getOrDefault(subject, view.none());
                for (StampedEvent<E> next : events) {
                    state = view.fold(state, next.event(), next.stamp());
                }
                folded.put(subject, state);
            } catch (RuntimeException broken) {
                stop(subject, broken);
            }
        });
        return folded;
    }

    private void storeEachOrStop(Stored<S> rows) {
        Map<String, S> folded = rows.after();
        if (folded.isEmpty()) {
            return;
        }
        try {
            tables.nested(() -> store(rows));
        } catch (RuntimeException refused) {
            if (isEverybodys(refused)) {
                throw refused;
            }
            if (folded.size() == 1) {
                stop(folded.keySet().iterator().next(), refused);
            } else {
                folded.forEach(
                        (subject, state) -> storeEachOrStop(new Stored<>(rows.before(), Map.of(subject, state))));
            }
        }
    }

    private void store(Stored<S> rows) {
        view.store(rows.after());
        view.stored(rows.before(), rows.after());
    }

    /**
     * What is wrong with a row, is said by the database's constraints, or by whoever makes the row; all else is the
     * database's.
     */
    private static boolean isEverybodys(RuntimeException refused) {
        return refused instanceof TransactionException
                || (refused instanceof DataAccessException && !(refused instanceof DataIntegrityViolationException));
    }

    private void stop(String subject, RuntimeException why) {
        LOG.error("{} is stopped in {}: it keeps its row, and its events wait", subject, name, why);
        stopped.stop(name, subject, String.valueOf(why.getMessage()));
    }

    /**
     * Folds a stopped subject's whole history anew, so that it goes on. A batch that meets the subject meanwhile waits
     * for the row that says it is stopped, and then handles its events itself; they are then folded twice, which
     * changes nothing.
     *
     * @param mayWrite whether this node may write the view, from then on until the transaction ends that this is asked in
     * @return whether it goes on; not if it has already, or this node may not write
     * @throws RuntimeException if the history still cannot be folded or stored; the subject stays stopped
     */
    boolean resume(String subject, Subjects log, BooleanSupplier mayWrite) {
        cache.writing(List.of(subject));
        try {
            boolean released = tables.read(() -> {
                boolean goesOn = mayWrite.getAsBoolean() && stopped.release(name, subject);
                if (goesOn) {
                    makeAnew(subject, log);
                }
                return goesOn;
            });
            // what rested on the row that was stopped may be anything, and this is rare
            cache.clear();
            return released;
        } finally {
            applied(List.of(subject));
        }
    }

    /**
     * Makes the row of a subject anew that runs: it is stopped, and goes on. Batches pass its events by meanwhile; one that
     * had begun before may still write what it made of the row as it was.
     *
     * @return whether it was; if not, as this node may not write, it stays stopped
     * @throws RuntimeException as {@link #resume} does
     */
    boolean remake(String subject, Subjects log, BooleanSupplier mayWrite) {
        stopped.stop(name, subject, "is being made anew");
        return resume(subject, log, mayWrite);
    }

    private void makeAnew(String subject, Subjects log) {
        long emptied = replaysAhead();
        S state = requireNonNull(refold.states(List.of(subject), log).get(subject));
        mustHaveBeenThere(emptied, reached());
        Stored<S> rows = new Stored<>(readable(subject), Map.of(subject, state));
        if (state.equals(view.none())) {
            view.remove(List.of(subject));
            view.stored(rows.before(), rows.after());
        } else {
            store(rows);
        }
    }

    /** The row may be what the subject was stopped for. */
    private Map<String, S> readable(String subject) {
        try {
            return view.load(List.of(subject));
        } catch (DataAccessException everybodys) {
            throw everybodys;
        } catch (RuntimeException _) {
            return Map.of();
        }
    }

    /** See {@link Refold#differing}; of subjects that are stopped, or not this part's, nothing. */
    Map<String, String> differing(Collection<String> subjects, Subjects log) {
        Set<String> running = new TreeSet<>(subjects);
        running.removeIf(subject -> !view.isAbout(subject.substring(0, subject.indexOf('/'))));
        running.removeAll(stopped.among(name, running));
        return refold.differing(List.copyOf(running), log);
    }

    /** An event at this position is about to become visible in the view. */
    void reaches(long position) {
        reached.accumulate(position);
    }

    long reached() {
        return reached.get();
    }

    BatchingHandler<E, S> handler() {
        return new BatchingHandler<>(view, this);
    }

    void resumeAll() {
        stopped.forget(name);
    }

    /** What its stopped subjects are kept under. */
    String name() {
        return name;
    }

    FoldedView<E, S> view() {
        return view;
    }
}
