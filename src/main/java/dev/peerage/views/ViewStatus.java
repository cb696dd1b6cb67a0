package dev.peerage.views;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a view is doing.
 *
 * @param state {@code live}, {@code replaying} or {@code failed}
 * @param position everything of the log up to here is in the view
 * @param head the end of the log
 * @param progress 0 to 1
 * @param eventsPerSecond over the last seconds
 * @param etaSeconds until it has caught up, at that rate
 * @param error what keeps the view, or some of its subjects, from going on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ViewStatus(
        String name,
        String state,
        long position,
        long head,
        double progress,
        long eventsPerSecond,
        @Nullable Long etaSeconds,
        @Nullable String error) {}
