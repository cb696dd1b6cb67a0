package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.UnreadableEvent;
import dev.peerage.eventstore.WaitingRoom;
import dev.peerage.nodes.Nodes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.axonframework.common.ProcessRetriesExhaustedException;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
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

    static final int SEGMENTS = 2;
    private static final int BATCH = 1_000;

    /** As long as another node's batch takes, and one that has died is not noticed. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final List<FoldedStore<?, ?>> parts;
    private final ViewCache cache;
    private final WaitingRoom<Long> waiting = new WaitingRoom<>();
    private final WaitingRoom<String> waitingForRows;
    private final Rate rate = new Rate();
    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final TokenStore tokens;
    private final TransactionManager transactions;
    private final Runnable onDisk;
    private final WaitingRoom<String> moves = new WaitingRoom<>();
    private final WaitingRoom<Long> following = new WaitingRoom<>();
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;
    private final Nodes nodes;

    /** By segment, the {@linkplain Nodes#lease time} in which this node has claimed it. */
    private final Map<Integer, Long> claimed = new ConcurrentHashMap<>();

    private volatile IntPredicate dealt;
    /** The lease in which this node has claimed all segments; negative if it has not. */
    private volatile long wholeIn = -1;

    private volatile long emptied;
    private volatile ViewPositions.Place seen = ViewPositions.Place.NOWHERE;

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
        this.log = log;
        this.tokens = tokens;
        this.transactions = transactions;
        this.onDisk = onDisk;
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
        this.nodes = nodes;
        this.dealt = dealt;
        this.processor = processor();
    }

    /**
     * A processor is started once. One that is shut down while it still launches its workers keeps a thread to itself
     * for ever (Axon 4.13.0), and when started again leaves a segment without one.
     */
    private TrackingEventProcessor processor() {
        return TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(parts.stream().map(FoldedStore::handler).toList())
                        .listenerInvocationErrorHandler((error, _, _) -> {
                            throw error;
                        })
                        .sequencingPolicy(SequentialPerAggregatePolicy.instance())
                        .build())
                .errorHandler(PropagatingErrorHandler.instance())
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .messageSource(log)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .trackingEventProcessorConfiguration(configuration())
                .build();
    }

    private TrackingEventProcessorConfiguration configuration() {
        return TrackingEventProcessorConfiguration.forParallelProcessing(SEGMENTS)
                .andInitialSegmentsCount(SEGMENTS)
                .andBatchSize(BATCH)
                // the first start is no replay: it begins at the log's beginning like any other view
                .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                // how long a segment that another node has let go of waits for this one
                .andTokenClaimInterval(200, TimeUnit.MILLISECONDS)
                // how long a segment that has nothing to do takes to notice that it is to stop
                .andEventAvailabilityTimeout(100, TimeUnit.MILLISECONDS)
                .andEventTrackerStatusChangeListener(new EventTrackerStatusChangeListener() {
                    @Override
                    public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> changed) {
                        changed.forEach(ViewProcessor.this::changed);
                        List<EventTrackerStatus> segments = segments();
                        if (isWhole(segments)) {
                            hasCome(position(segments));
                        }
                    }

                    @Override
                    public boolean validatePositions() {
                        return true;
                    }
                });
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
        synchronized (claimed) {
            if (status.trackerAdded()) {
                claimed.put(segment, nodes.lease());
                parts.forEach(part -> part.view().takenUp());
            } else if (status.trackerRemoved()) {
                claimed.remove(segment);
                wholeIn = -1;
                cache.serve(false);
            }
            long lease = nodes.lease();
            if (wholeIn < 0
                    && lease >= 0
                    && claimed.size() == SEGMENTS
                    && Set.copyOf(claimed.values()).equals(Set.of(lease))) {
                becomeWhole(lease);
            }
        }
    }

    /** If the database cannot say how often the view was emptied, at the next batch. */
    private void becomeWhole(long lease) {
        try {
            emptied = positions.place(name).emptied();
        } catch (RuntimeException notNow) {
            LOG.debug("It is not known how often view {} was emptied", name, notNow);
            return;
        }
        cache.serve(true);
        wholeIn = lease;
    }

    private void hasCome(long position) {
        rate.at(position);
        waiting.wake(0L, position);
        following.wake(0L, position);
        moves.wakeAll();
    }

    /** Whether somebody waits for what other nodes do. */
    boolean isToBeWatched() {
        return !isWhole() && waiting.waiting() + following.waiting() + moves.waiting() + waitingForRows.waiting() > 0;
    }

    /** What other nodes, and this one, were seen to have done. */
    void saw(ViewPositions.Place place) {
        if (!place.equals(seen)) {
            seen = place;
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

    /** Starts it now, or by {@link #tend} when that can be told. */
    void startOrLater() {
        try {
            start();
        } catch (RuntimeException unknown) {
            LOG.warn("View {} is not started yet: {}", name, unknown.toString());
        }
    }

    private void renew() {
        synchronized (claimed) {
            processor = processor();
            deal(dealt);
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
        emptyInStandstill(this::isThere);
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
            emptyInStandstill(() -> false);
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
        if (isWhole() && work.getAsBoolean()) {
            return;
        }
        Deadline until = Deadline.in(PATIENCE);
        beginStandstill(until);
        try {
            do {
                awaitStandstill(until);
            } while (!work.getAsBoolean());
        } finally {
            standstill.end(name);
        }
    }

    /** @param settled whether there is no need any more, as another node has done so just before */
    private void emptyInStandstill(BooleanSupplier settled) {
        Deadline until = Deadline.in(PATIENCE);
        beginStandstill(until);
        try {
            while (!settled.getAsBoolean() && !isEmptiedOnceStill(until)) {
                LOG.debug("View {} was claimed by a node that has not looked yet", name);
            }
        } finally {
            standstill.end(name);
        }
    }

    private void beginStandstill(Deadline until) {
        if (!standstill.begin(name, until)) {
            throw new ConcurrencyFailureException("Another node has stopped view " + name);
        }
    }

    private void awaitStandstill(Deadline until) {
        if (!until.remaining().isPositive() || !standstill.comes(name, until)) {
            throw new ConcurrencyFailureException("Another node does not let go of view " + name);
        }
    }

    private boolean isEmptiedOnceStill(Deadline until) {
        forms.mustBeStored(name);
        awaitStandstill(until);
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

    /**
     * Which segments are this node's: it claims them as soon as nobody has them, and lets go of the others after the batches
     * that are under way. To be told again and again, as Axon forgets.
     */
    void deal(IntPredicate own) {
        synchronized (claimed) {
            dealt = own;
            for (int segment = 0; segment < SEGMENTS; segment++) {
                Long since = claimed.get(segment);
                boolean lapsed = since != null && since != nodes.lease();
                int release = !own.test(segment) ? Integer.MAX_VALUE : lapsed ? 1 : -1;
                processor.releaseSegment(segment, release, TimeUnit.SECONDS);
            }
        }
    }

    /** How often the view was emptied: what was read before may be gone since. */
    long replays() {
        return isWhole() ? emptied : positions.place(name).emptied();
    }

    /** Whether all that is written to the view is written by this node, and no other one can have taken that over. */
    boolean isWhole() {
        return isWhole(processor.processingStatus().size());
    }

    private boolean isWhole(List<EventTrackerStatus> segments) {
        return isWhole(segments.size());
    }

    private boolean isWhole(int segments) {
        long lease = wholeIn;
        return lease >= 0 && segments == SEGMENTS && lease == nodes.lease();
    }

    private List<EventTrackerStatus> segments() {
        return List.copyOf(processor.processingStatus().values());
    }

    /**
     * Whether this node may write any row of the view, until the transaction ends that this is asked in. Of several nodes it is the
     * one that has the first segment, or may have it: no other one can have the whole view then, and keep rows in memory.
     */
    boolean mayWriteAll() {
        return positions.isNotOthers(name, 0) && forms.isStored(name);
    }

    /** Everything up to this position of the log is in the view. */
    long position() {
        List<EventTrackerStatus> segments = segments();
        // after an error what was stored may be gone with the database that has crashed
        return isWhole(segments) && segments.stream().noneMatch(EventTrackerStatus::isErrorState)
                ? position(segments)
                : positions.place(name).position();
    }

    private static long position(List<EventTrackerStatus> segments) {
        return segments.stream()
                .mapToLong(segment -> segment.getCurrentPosition().orElse(0))
                .min()
                .orElse(0);
    }

    /** The same as it was seen last, to be asked for each event: too low, or too high if the view was emptied meanwhile. */
    long lastSeenPosition() {
        List<EventTrackerStatus> segments = segments();
        return isWhole(segments) ? position(segments) : seen.position();
    }

    /** How often the view was emptied, as it was seen last. */
    long lastSeenReplays() {
        return isWhole() ? emptied : seen.emptied();
    }

    /** Nothing behind this position is in the view, nor was before it was emptied. */
    long reached() {
        List<EventTrackerStatus> segments = segments();
        long here = Math.max(
                parts.stream().mapToLong(FoldedStore::reached).max().orElse(0),
                segments.stream().mapToLong(ViewProcessor::reached).max().orElse(0));
        return isWhole(segments) ? here : Math.max(here, positions.place(name).reached());
    }

    private static long reached(EventTrackerStatus segment) {
        return Math.max(
                segment.getCurrentPosition().orElse(0),
                segment.getResetPosition().orElse(0));
    }

    boolean isReplaying() {
        List<EventTrackerStatus> segments = segments();
        return isWhole(segments)
                ? segments.stream().anyMatch(EventTrackerStatus::isReplaying)
                : positions.place(name).isReplaying();
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
