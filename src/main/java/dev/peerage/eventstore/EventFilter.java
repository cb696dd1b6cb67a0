package dev.peerage.eventstore;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the log are looked for: those that are of all that is given.
 *
 * @param type the name under which they are stored
 * @param from the earliest time
 * @param before what they are earlier than
 */
public record EventFilter(
        @Nullable String subject,
        @Nullable String actor,
        @Nullable String type,
        @Nullable Region origin,
        @Nullable HybridTime from,
        @Nullable HybridTime before) {

    /** All events of a subject. */
    public static EventFilter ofSubject(String subject) {
        return new EventFilter(subject, null, null, null, null, null);
    }
}
