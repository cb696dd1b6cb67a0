package dev.peerage.eventstore;

import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log as Axon sees it. Its payload is read from JSON, and its metadata gathered, only when asked for, so a
 * processor pays nothing for the events that another segment handles.
 */
final class StoredMessage implements Message<DomainEvent> {

    private final StoredEvent event;
    private final EventCodec codec;
    private @Nullable MetaData metaData;
    private @Nullable DomainEvent payload;

    private StoredMessage(StoredEvent event, EventCodec codec, @Nullable MetaData metaData) {
        this.event = event;
        this.codec = codec;
        this.metaData = metaData;
    }

    static DomainEventMessage<?> of(StoredEvent event, EventCodec codec) {
        return new GenericDomainEventMessage<>(
                aggregateType(event),
                event.subject(),
                axonSequence(event),
                new StoredMessage(event, codec, null),
                () -> event.stamp().time().instant());
    }

    static TrackedEventMessage<?> tracked(StoredEvent event, EventCodec codec) {
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(event.position()),
                aggregateType(event),
                event.subject(),
                axonSequence(event),
                new StoredMessage(event, codec, null),
                () -> event.stamp().time().instant());
    }

    /** Axon counts from 0, dots from 1. */
    static long axonSequence(StoredEvent event) {
        return event.stamp().dot().sequence() - 1;
    }

    private static String aggregateType(StoredEvent event) {
        return event.subject().substring(0, event.subject().indexOf('/'));
    }

    @Override
    public String getIdentifier() {
        return event.eventId();
    }

    @Override
    public MetaData getMetaData() {
        MetaData made = metaData;
        if (made == null) {
            made = Metadata.of(event);
            metaData = made;
        }
        return made;
    }

    @Override
    public DomainEvent getPayload() {
        DomainEvent read = payload;
        if (read == null) {
            read = codec.read(event);
            payload = read;
        }
        return read;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<DomainEvent> getPayloadType() {
        return (Class<DomainEvent>) codec.classOf(event);
    }

    @Override
    public Message<DomainEvent> withMetaData(Map<String, ?> replacement) {
        return new StoredMessage(event, codec, MetaData.from(replacement));
    }

    @Override
    public Message<DomainEvent> andMetaData(Map<String, ?> additional) {
        return new StoredMessage(event, codec, getMetaData().mergedWith(additional));
    }
}
