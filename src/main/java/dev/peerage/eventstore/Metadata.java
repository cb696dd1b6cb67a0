package dev.peerage.eventstore;

import dev.peerage.kernel.Stamp;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** What travels with a message beside its payload. */
final class Metadata {

    static final String STAMP = "stamp";
    static final String ACTOR = "actor";
    static final String REQUEST_ID = "requestId";
    static final String CAUSE = "cause";

    private Metadata() {}

    static MetaData of(Caller caller, Command<?> command) {
        Map<String, @Nullable Object> entries = new HashMap<>();
        entries.put(ACTOR, caller.actor());
        entries.put(REQUEST_ID, caller.requestId());
        entries.put(CAUSE, command.getClass().getSimpleName());
        return MetaData.from(entries);
    }

    static MetaData of(StoredEvent event) {
        Map<String, @Nullable Object> entries = HashMap.newHashMap(4);
        entries.put(STAMP, event.stamp());
        entries.put(ACTOR, event.actor());
        entries.put(REQUEST_ID, event.requestId());
        entries.put(CAUSE, event.cause());
        return MetaData.from(entries);
    }

    /**
     * @throws IllegalStateException if the message bears no stamp, which only something outside the event store can
     *     bring about
     */
    static Stamp stamp(Message<?> message) {
        if (message.getMetaData().get(STAMP) instanceof Stamp stamp) {
            return stamp;
        }
        throw new IllegalStateException("a message without a stamp: " + message.getPayloadType());
    }

    static @Nullable String text(Message<?> message, String key) {
        return (String) message.getMetaData().get(key);
    }
}
