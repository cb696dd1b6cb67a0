package dev.peerage.convergence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.peerage.eventstore.EventName;
import dev.peerage.kernel.Register;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a field, with who wrote it where and when.
 *
 * @param value {@code null} if it was taken away
 * @param at by the writing region's clock
 */
record StampedValue(
        @Schema(types = {"string", "boolean"}) @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Object value,

        Instant at,
        String region,
        String actor) {

    /** @param actors of all events that may be asked for */
    static StampedValue of(String subject, Register.Sibling<?> sibling, Map<EventName, String> actors) {
        return new StampedValue(
                shown(sibling.value()),
                sibling.time().instant(),
                sibling.dot().region().name(),
                actors.getOrDefault(new EventName(subject, sibling.dot()), "unknown"));
    }

    static @Nullable Object shown(@Nullable Object value) {
        return value == null || value instanceof Boolean ? value : value.toString();
    }
}
