package dev.peerage.views;

import dev.peerage.eventstore.WaitingRoom;
import dev.peerage.nodes.Nodes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log for one view: a tracking event processor whose segments keep the order within a subject, and whose
 * batches are one transaction each.
 */
final class ViewProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ViewProcessor.class);

    private final String name;
    private final List<FoldedStore<?, ?>> parts;
    private final ViewCache cache;
    private final WaitingRoom<Long> waiting = new WaitingRoom<>();
    private final WaitingRoom<String> waitingForRows;
    private final Rate rate = new Rate(Duration.ofSeconds(5));
    private final TrackingProcessors processors;
    private final WaitingRoom<String> moves = new WaitingRoom<>();
    private final WaitingRoom<Long> following = new WaitingRoom<>();
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;
    private final Claims claims;
    private final ViewProgress progress;
    private final Emptying emptying;
    private final Obstacles obstacles;

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
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
        this.claims = new Claims(name, TrackingProcessors.SEGMENTS, cache, positions, nodes, dealt);
        this.emptying = new Emptying(name, parts, transactions, onDisk, positions, standstill, forms);
        this.obstacles = new Obstacles(name, forms, nodes);
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
        return obstacles.hasMetUnreadable();
    }

    /** Within the transaction that claims the segment, if it does; with the segment's row locked against other nodes. */
    private void changed(int segment, EventTrackerStatus status) {
        obstacles.look(segment, status);
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
            obstacles.readAgain();
            try {
                if (emptying.isMissing()) {
                    emptying.emptyMissing(processor);
                    rate.restart();
                }
                obstacles.noStartInVain();
            } catch (RuntimeException unknown) {
                obstacles.notStarted(unknown);
                throw unknown;
            }
            processor.start();
        }
    }

    /** Whether the last start of it was none in vain. */
    boolean isStarted() {
        return !obstacles.isStartedInVain();
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

    /**
     * To be called now and then: starts what could not be started, fills anew what is not there any more, and has what was out of
     * reach go on at once, and not only at its next try.
     *
     * @throws RuntimeException if it is out of reach
     */
    synchronized void tend() {
        if (obstacles.isStartedInVain()) {
            start();
        } else if (processor.isRunning() || processor.isError()) {
            boolean wasOutOfReach = outOfReach;
            outOfReach = true;
            boolean isMissing = emptying.isMissing();
            outOfReach = false;
            if (wasOutOfReach || isMissing || processor.isError()) {
                stop();
                start();
            }
        }
    }

    synchronized void stop() {
        obstacles.noStartInVain();
        Uninterrupted.call(() -> TrackingProcessors.shutDown(processor)).join();
    }

    /**
     * Empties the view and has it follow the log from the beginning.
     *
     * @throws ViewNotFree if another node has stopped the view, or does not let go of it in time; or the view is
     *     stored in the form of another release
     */
    synchronized void replay() {
        forms.mustBeStored(name);
        stop();
        try {
            emptying.empty(processor);
            rate.restart();
        } finally {
            startOrLater();
        }
    }

    /**
     * Does something that writes rows that may be another node's. None has rows in memory meanwhile.
     *
     * @param work whether it was done; not if another node has claimed something that has not looked yet
     * @throws ViewNotFree as {@link #replay} does
     */
    void writeAny(BooleanSupplier work) {
        forms.mustBeStored(name);
        boolean isDone = progress.isWhole() && work.getAsBoolean();
        if (!isDone) {
            standstill.during(name, work);
        }
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
        return obstacles.first(segments());
    }
}
