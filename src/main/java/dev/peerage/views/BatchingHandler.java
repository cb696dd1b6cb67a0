package dev.peerage.views;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/** Gathers the events of a batch by subject, and folds and stores each subject once, before the batch commits. */
final class BatchingHandler<E extends DomainEvent, S> implements EventMessageHandler {

    private final FoldedView<E, S> view;
    private final FoldedStore<E, S> store;

    BatchingHandler(FoldedView<E, S> view, FoldedStore<E, S> store) {
        this.view = view;
        this.store = store;
    }

    @Override
    public boolean canHandle(EventMessage<?> message) {
        return view.isAbout(((DomainEventMessage<?>) message).getType()) && canHandleType(message.getPayloadType());
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return view.events().isAssignableFrom(payloadType);
    }

    @Override
    public @Nullable Object handle(EventMessage<?> message) {
        // an invoker asks whether any of its handlers can, and then hands the message to all of them
        if (!canHandle(message)) {
            return null;
        }
        DomainEventMessage<?> event = (DomainEventMessage<?>) message;
        Batch<E> batch = CurrentUnitOfWork.get().getOrComputeResource(view.name(), _ -> {
            Batch<E> opened = new Batch<>(new LinkedHashMap<>(), new AtomicLong());
            CurrentUnitOfWork.get().onPrepareCommit(unit -> {
                unit.onCleanup(_ -> store.applied(opened.events().keySet()));
                FoldedStore.Stored<S> stored =
                        store.apply(opened.events(), opened.last().get());
                unit.afterCommit(_ -> store.committed(stored));
            });
            return opened;
        });
        long position =
                ((TrackedEventMessage<?>) message).trackingToken().position().orElse(0);
        store.reaches(position);
        batch.last().set(position);
        List<StampedEvent<E>> ofSubject =
                batch.events().computeIfAbsent(event.getAggregateIdentifier(), _ -> new ArrayList<>());
        if (view.folds()) {
            ofSubject.add(StampedEvent.of(message, view.events()));
        }
        return null;
    }

    /**
     * What has come so far.
     *
     * @param last the position of the last one
     */
    private record Batch<E extends DomainEvent>(Map<String, List<StampedEvent<E>>> events, AtomicLong last) {}

    @Override
    public void prepareReset() {
        view.clear();
        store.resumeAll();
    }
}
