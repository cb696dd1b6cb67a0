package dev.peerage.views;

import dev.peerage.eventstore.WaitingRoom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.axonframework.common.ProcessRetriesExhaustedException;
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
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log for one view: a tracking event processor whose segments keep the order within a subject, and whose
 * batches are one transaction each.
 */
final class ViewProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ViewProcessor.class);

    static final int SEGMENTS = 2;
    private static final int BATCH = 1_000;

    /** As long as a database may take to answer those who launch workers, before it is given up to stop them. */
    private static final int PATIENCE_IN_SECONDS = 30;

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
    private final AtomicLong replays = new AtomicLong();
    private volatile long positionWhilePaused;

    /** Why it could not be started. */
    private volatile @Nullable RuntimeException unstarted;

    /** Whether, when that was asked last, it could not be told what is there. */
    private boolean outOfReach;

    private volatile TrackingEventProcessor processor;

    /**
     * A processor that does not run yet.
     *
     * @param name what its positions are kept under: the view's, or that of its next generation
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
            Runnable onDisk) {
        this.name = name;
        this.parts = parts;
        this.cache = cache;
        this.waitingForRows = waitingForRows;
        this.log = log;
        this.tokens = tokens;
        this.transactions = transactions;
        this.onDisk = onDisk;
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
                .andTokenClaimInterval(1, TimeUnit.SECONDS)
                // how long a segment that has nothing to do takes to notice that it is to stop
                .andEventAvailabilityTimeout(100, TimeUnit.MILLISECONDS)
                .andEventTrackerStatusChangeListener(new EventTrackerStatusChangeListener() {
                    @Override
                    public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> changed) {
                        cache.serve(holdsAllSegments());
                        if (holdsAllSegments() && processor.isRunning()) {
                            positionWhilePaused = 0;
                        }
                        rate.at(position());
                        wakeWaiters();
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

    private void wakeWaiters() {
        waiting.wake(0L, position());
        following.wake(0L, position());
        moves.wakeAll();
        if (!holdsAllSegments()) {
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
            processor = processor();
            try {
                if (!isThere()) {
                    empty();
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

    /**
     * To be called now and then: starts what could not be started, fills anew what is not there any more, and has what was out of
     * reach go on at once, and not only at its next try.
     *
     * @throws RuntimeException if it is out of reach
     */
    synchronized void tend() {
        if (unstarted != null) {
            start();
        } else if (processor.isRunning()) {
            boolean wasOutOfReach = outOfReach;
            outOfReach = true;
            boolean isThere = isThere();
            outOfReach = false;
            if (!isThere) {
                replay();
            } else if (wasOutOfReach) {
                stop();
                start();
            }
        }
    }

    private boolean isThere() {
        boolean isThere = parts.stream().allMatch(part -> part.view().isThere());
        if (!isThere) {
            LOG.info("What view {} had stored is not there: it is filled from the log", name);
        }
        return isThere;
    }

    synchronized void stop() {
        unstarted = null;
        shutDown().join();
    }

    /**
     * Axon waits a second for those who launch the workers, and not at all when interrupted: whoever clears away what a
     * processor has written would be overtaken by them.
     */
    private CompletableFuture<Void> shutDown() {
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    return processor.shutdownAsync();
                } catch (ProcessRetriesExhaustedException launching) {
                    if (tries == PATIENCE_IN_SECONDS) {
                        throw launching;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops for a moment, in which the view keeps what it has; until {@link #start}. */
    synchronized void pause() {
        unstarted = null;
        long held = position();
        CompletableFuture<Void> stopping = shutDown();
        positionWhilePaused = held;
        stopping.join();
    }

    /** Empties the view and has it follow the log from the beginning. */
    synchronized void replay() {
        stop();
        positionWhilePaused = 0;
        try {
            replays.incrementAndGet();
            empty();
            rate.restart();
        } finally {
            startOrLater();
        }
    }

    /** By who claims all segments, so that of several nodes that start for the first time one empties it, before any writes. */
    private void empty() {
        transactions.executeInTransaction(() -> {
            if (tokens.fetchSegments(name).length == 0) {
                tokens.initializeTokenSegments(name, SEGMENTS, log.createTailToken());
            }
        });
        processor.resetTokens();
        onDisk.run();
        parts.forEach(part -> part.view().cleared());
    }

    long replays() {
        return replays.get();
    }

    /**
     * Everything up to this position of the log is in the view, as far as this node knows; 0 while it holds no segment.
     */
    long position() {
        if (!holdsAllSegments()) {
            return positionWhilePaused;
        }
        // after an error what was stored may be gone with the database that has crashed
        return error().isPresent() ? 0 : positions().min().orElse(0);
    }

    /** The same for those who look how it is doing, also after an error. */
    long lastKnownPosition() {
        return positions().min().orElse(0);
    }

    private boolean holdsAllSegments() {
        return processor.processingStatus().size() == SEGMENTS;
    }

    /** Nothing behind this position is in the view, as far as this node writes it. */
    long reached() {
        long ofSegments = positions().max().orElse(0);
        return parts.stream().mapToLong(FoldedStore::reached).reduce(ofSegments, Math::max);
    }

    private LongStream positions() {
        return processor.processingStatus().values().stream()
                .map(EventTrackerStatus::getCurrentPosition)
                .mapToLong(position -> position.orElse(0));
    }

    boolean isReplaying() {
        return processor.processingStatus().values().stream().anyMatch(EventTrackerStatus::isReplaying);
    }

    /** What keeps it, or a segment of it, from going on. */
    Optional<Throwable> error() {
        RuntimeException atTheStart = unstarted;
        return atTheStart != null ? Optional.of(atTheStart) : errorOfSegment();
    }

    private Optional<Throwable> errorOfSegment() {
        return processor.processingStatus().values().stream()
                .filter(EventTrackerStatus::isErrorState)
                .sorted(Comparator.comparing(EventTrackerStatus::getSegment))
                .map(EventTrackerStatus::getError)
                .findFirst();
    }
}
