package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.UnreadableEvent;
import dev.peerage.eventstore.WaitingRoom;
import dev.peerage.nodes.Nodes;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.axonframework.common.ProcessRetriesExhaustedException;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Follows the log for one view: a tracking event processor whose segments keep the order within a subject, and whose
 * batches are one transaction each.
 */
final class ViewProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ViewProcessor.class);

    /** As long as a database may take to answer those who launch workers. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final List<FoldedStore<?, ?>> parts;
    private final ViewCache cache;
    private final WaitingRoom<Long> waiting = new WaitingRoom<>();
    private final WaitingRoom<String> waitingForRows;
    private final Rate rate = new Rate();
    private final TrackingProcessors processors;
    private final TransactionManager transactions;
    private final Runnable onDisk;
    private final WaitingRoom<String> moves = new WaitingRoom<>();
    private final WaitingRoom<Long> following = new WaitingRoom<>();
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;
    private final Nodes nodes;
    private final Claims claims;

    private final ViewProgress progress;

    /** Why it could not be started. */
    private volatile @Nullable RuntimeException unstarted;

    /** The event that this release cannot read. */
    private volatile @Nullable Unreadable unreadable;

    /** Whether, when that was asked last, it could not be told what is there. */
    private boolean outOfReach;

    private volatile TrackingEventProcessor processor;

    /**
     * A processor that does not run yet.
     *
     * @param name what its positions are kept under: the view's, or that of its next generation
     * @param dealt which segments are this node's, until it is {@linkplain #deal told} otherwise
     * @param onDisk returns when what was committed before is on the disk
     */
    ViewProcessor(
            String name,
            List<FoldedStore<?, ?>> parts,
            ViewCache cache,
            WaitingRoom<String> waitingForRows,
            StreamableMessageSource<TrackedEventMessage<?>> log,
            TokenStore tokens,
            TransactionManager transactions,
            Runnable onDisk,
            ViewPositions positions,
            Standstill standstill,
            Forms forms,
            Nodes nodes,
            IntPredicate dealt) {
        this.name = name;
        this.parts = parts;
        this.cache = cache;
        this.waitingForRows = waitingForRows;
        this.processors = new TrackingProcessors(name, parts, log, tokens, transactions);
        this.transactions = transactions;
        this.onDisk = onDisk;
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
        this.nodes = nodes;
        this.claims = new Claims(name, TrackingProcessors.SEGMENTS, cache, positions, nodes, dealt);
        this.processor = processors.make(this::changed);
        this.progress = new ViewProgress(name, parts, this::segments, claims, positions);
    }

    String name() {
        return name;
    }

    List<FoldedStore<?, ?>> parts() {
        return parts;
    }

    ViewCache cache() {
        return cache;
    }

    /** Where those wait who look at whatever has come, and at whatever marks have come. */
    WaitingRoom<String> moves() {
        return moves;
    }

    /** Whether it has met an event that this release cannot read: nodes of a newer one have to go on. */
    boolean isOutdated() {
        return unreadable != null;
    }

    private record Unreadable(int segment, Throwable error) {}

    private static boolean isUnreadable(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause).anyMatch(UnreadableEvent.class::isInstance);
    }

    /** Within the transaction that claims the segment, if it does; with the segment's row locked against other nodes. */
    private void changed(int segment, EventTrackerStatus status) {
        if (status.isErrorState() && isUnreadable(status.getError())) {
            unreadable = new Unreadable(segment, status.getError());
        } else if (!status.trackerRemoved() && unreadable != null && unreadable.segment() == segment) {
            unreadable = null;
        }
        if (status.trackerAdded()) {
            claims.add(segment);
            parts.forEach(part -> part.view().takenUp());
        } else if (status.trackerRemoved()) {
            claims.remove(segment);
        }
        claims.look(progress.isComplete());
        if (progress.isWhole()) {
            hasCome(progress.lastSeenPosition());
        }
    }

    private void hasCome(long position) {
        rate.at(position);
        waiting.wake(0L, position);
        following.wake(0L, position);
        moves.wakeAll();
    }

    /** Whether somebody waits for what other nodes do. */
    boolean isToBeWatched() {
        return !progress.isWhole()
                && waiting.waiting() + following.waiting() + moves.waiting() + waitingForRows.waiting() > 0;
    }

    /** What other nodes, and this one, were seen to have done. */
    void saw(ViewPositions.Place place) {
        if (progress.isNew(place)) {
            hasCome(place.position());
            // of rows that another node writes this one is not told
            waitingForRows.wakeAll();
        }
    }

    /** Where those wait who want it to come to a position. */
    WaitingRoom<Long> waiting() {
        return waiting;
    }

    /** Where views wait that come behind this one: no request does. */
    WaitingRoom<Long> following() {
        return following;
    }

    Rate rate() {
        return rate;
    }

    /**
     * Starts it, if it does not run.
     *
     * @throws RuntimeException if it cannot be told whether what was stored is there, which may be elsewhere than the database
     */
    synchronized void start() {
        if (!processor.isRunning()) {
            renew();
            unreadable = null;
            try {
                if (isMissing()) {
                    fillAnew();
                }
                unstarted = null;
            } catch (RuntimeException unknown) {
                unstarted = unknown;
                throw unknown;
            }
            processor.start();
        }
    }

    /** Whether the last start of it was none in vain. */
    boolean isStarted() {
        return unstarted == null;
    }

    /** Starts it now, or by {@link #tend} when that can be told. */
    void startOrLater() {
        try {
            start();
        } catch (RuntimeException unknown) {
            LOG.warn("View {} is not started yet: {}", name, unknown.toString());
        }
    }

    private void renew() {
        synchronized (claims) {
            processor = processors.make(this::changed);
            claims.deal(processor);
        }
    }

    private boolean isThere() {
        return parts.stream().allMatch(part -> part.view().isThere());
    }

    /** What is stored in another form is there for others. */
    private boolean isMissing() {
        // asked first, so that what is elsewhere is opened
        boolean isThere = isThere();
        return !isThere && forms.isStored(name);
    }

    private void fillAnew() {
        LOG.info("What view {} had stored is not there: it is filled from the log", name);
        standstill.during(name, this::isMissing, this::isEmptied);
    }

    /**
     * To be called now and then: starts what could not be started, fills anew what is not there any more, and has what was out of
     * reach go on at once, and not only at its next try.
     *
     * @throws RuntimeException if it is out of reach
     */
    synchronized void tend() {
        if (unstarted != null) {
            start();
        } else if (processor.isRunning() || processor.isError()) {
            boolean wasOutOfReach = outOfReach;
            outOfReach = true;
            boolean isMissing = isMissing();
            outOfReach = false;
            if (wasOutOfReach || isMissing || processor.isError()) {
                stop();
                start();
            }
        }
    }

    synchronized void stop() {
        unstarted = null;
        Uninterrupted.call(this::shutDown).join();
    }

    /**
     * Axon waits a second for those who launch the workers, and not at all when interrupted: whoever clears away what a
     * processor has written would be overtaken by them.
     */
    private CompletableFuture<Void> shutDown() {
        Deadline until = Deadline.in(PATIENCE);
        while (true) {
            try {
                return processor.shutdownAsync();
            } catch (ProcessRetriesExhaustedException launching) {
                if (!until.remaining().isPositive()) {
                    throw launching;
                }
            }
        }
    }

    /**
     * Empties the view and has it follow the log from the beginning.
     *
     * @throws ConcurrencyFailureException if another node has stopped the view, or does not let go of it in time; or the view is
     *     stored in the form of another release
     */
    synchronized void replay() {
        forms.mustBeStored(name);
        stop();
        try {
            standstill.during(name, this::isEmptied);
        } finally {
            startOrLater();
        }
    }

    /**
     * Does something that writes rows that may be another node's. None has rows in memory meanwhile.
     *
     * @param work whether it was done; not if another node has claimed something that has not looked yet
     * @throws ConcurrencyFailureException as {@link #replay} does
     */
    void writeAny(BooleanSupplier work) {
        forms.mustBeStored(name);
        boolean isDone = progress.isWhole() && work.getAsBoolean();
        if (!isDone) {
            standstill.during(name, work);
        }
    }

    /** Not if a segment was claimed that another node has. */
    private boolean isEmptied() {
        forms.mustBeStored(name);
        try {
            empty();
            return true;
        } catch (UnableToClaimTokenException _) {
            return false;
        }
    }

    /** What was claimed to do so is another node's from now on, perhaps. */
    private void empty() {
        Transaction emptying = transactions.startTransaction();
        try {
            processor.resetTokens();
            positions.free(name);
            positions.emptied(name);
            emptying.commit();
        } catch (RuntimeException failed) {
            emptying.rollback();
            throw failed;
        }
        onDisk.run();
        parts.forEach(part -> part.view().cleared());
        rate.restart();
    }

    /** See {@link Claims#deal}. */
    void deal(IntPredicate own) {
        synchronized (claims) {
            claims.deal(processor, own);
        }
    }

    private Collection<EventTrackerStatus> segments() {
        return processor.processingStatus().values();
    }

    /** How far it has come. */
    ViewProgress progress() {
        return progress;
    }

    /**
     * Whether this node may write any row of the view, until the transaction ends that this is asked in. Of several nodes it is the
     * one that has the first segment, or may have it: no other one can have the whole view then, and keep rows in memory.
     */
    boolean mayWriteAll() {
        return positions.isNotOthers(name, 0) && forms.isStored(name);
    }

    /** What keeps it, or a segment of it that this node has, from going on. */
    Optional<Throwable> error() {
        return Optional.<Throwable>ofNullable(unstarted)
                .or(() -> Optional.ofNullable(unreadable).map(Unreadable::error))
                .or(this::errorOfSegment)
                .or(this::errorOfForm);
    }

    /** Whoever has gone back to the release before, and not said yet that the view is to follow. */
    private Optional<Throwable> errorOfForm() {
        int own = forms.own(name);
        int stored = forms.stored().getOrDefault(name, own);
        return stored <= own || nodes.isOffered(Forms.work(name, stored))
                ? Optional.empty()
                : Optional.of(new IllegalStateException(
                        "It is stored in form %d of a newer release, of which no node runs; rebuild it to have it in form %d"
                                .formatted(stored, own)));
    }

    private Optional<Throwable> errorOfSegment() {
        return segments().stream()
                .filter(EventTrackerStatus::isErrorState)
                .sorted(Comparator.comparing(EventTrackerStatus::getSegment))
                .map(EventTrackerStatus::getError)
                .findFirst();
    }
}
