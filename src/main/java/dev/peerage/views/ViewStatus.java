package dev.peerage.views;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a view is doing.
 *
 * @param state {@code live}; {@code replaying} or {@code rebuilding} until it has caught up; {@code failed} if it does not go on
 * @param position everything of the log up to here is in the view
 * @param head the end of the log
 * @param progress 0 to 1
 * @param eventsPerSecond over the last seconds
 * @param etaSeconds until it has caught up, at that rate; {@code null} while there is none
 * @param error what keeps the view, or some of its subjects, from going on
 */
@Schema(example = """
        {"name": "directory", "state": "replaying", "position": 3, "head": 4, "progress": 0.75, "eventsPerSecond": 1, "etaSeconds": 1, "error": null}""")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ViewStatus(
        String name,

        @Schema(allowableValues = {"live", "replaying", "rebuilding", "failed"})
        String state,

        long position,
        long head,
        double progress,
        long eventsPerSecond,
        @Nullable Long etaSeconds,
        @Nullable String error) {

    /** The same with another one's error, if that has one. */
    ViewStatus withErrorOf(ViewStatus other) {
        return new ViewStatus(
                name,
                state,
                position,
                head,
                progress,
                eventsPerSecond,
                etaSeconds,
                other.error == null ? error : other.error);
    }
}
