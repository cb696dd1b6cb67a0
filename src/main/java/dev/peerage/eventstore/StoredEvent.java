package dev.peerage.eventstore;

import dev.peerage.kernel.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log holds it.
 *
 * @param position where this region's database put it; counts up in the order in which the log is read
 * @param originPosition where the writing region's database put it
 * @param payload JSON
 * @param cause the command that decided it
 */
public record StoredEvent(
        long position,
        String subject,
        Stamp stamp,
        long originPosition,
        String type,
        int revision,
        String actor,
        @Nullable String requestId,
        @Nullable String cause,
        String payload) {

    /** The event's identity in every region: its subject and dot, such as {@code user/4711@eu~7}. */
    public String eventId() {
        return subject + "@" + stamp.dot().region() + "~" + stamp.dot().sequence();
    }
}
