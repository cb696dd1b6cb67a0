package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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

/**
 * Makes Axon's processors for a view, one for each start: one that is shut down while it still launches its workers keeps a
 * thread to itself for ever (Axon 4.13.0), and when started again leaves a segment without one.
 *
 * @param name what positions are kept under
 */
record TrackingProcessors(
        String name,
        List<FoldedStore<?, ?>> parts,
        StreamableMessageSource<TrackedEventMessage<?>> log,
        TokenStore tokens,
        TransactionManager transactions) {

    static final int SEGMENTS = 2;
    private static final int BATCH = 1_000;

    /** As long as a database may take to answer those who launch workers. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** @param changed is told of each change of a segment; it must not fail */
    TrackingEventProcessor make(BiConsumer<Integer, EventTrackerStatus> changed) {
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
                .trackingEventProcessorConfiguration(configuration(changed))
                .build();
    }

    /**
     * Axon waits a second for those who launch the workers, and not at all when interrupted: whoever clears away what a
     * processor has written would be overtaken by them.
     */
    static CompletableFuture<Void> shutDown(TrackingEventProcessor processor) {
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

    private static TrackingEventProcessorConfiguration configuration(BiConsumer<Integer, EventTrackerStatus> changed) {
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
                    public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> statuses) {
                        statuses.forEach(changed);
                    }

                    @Override
                    public boolean validatePositions() {
                        return true;
                    }
                });
    }
}
