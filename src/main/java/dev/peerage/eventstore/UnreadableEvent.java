package dev.peerage.eventstore;

/**
 * An event of the log that this release cannot read: its type is unknown, its revision newer, or its payload broken.
 * Whoever meets one stops there and says so; it is never skipped.
 */
public class UnreadableEvent extends RuntimeException {

    UnreadableEvent(StoredEvent event, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        super(
                "event at position %d (%s, %s %s, revision %d) cannot be read: %s"
                        .formatted(
                                event.position(),
                                event.subject(),
                                event.stamp().dot(),
                                event.type(),
                                event.revision(),
                                why),
                cause);
    }
}
