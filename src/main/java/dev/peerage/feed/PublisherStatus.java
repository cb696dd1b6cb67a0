package dev.peerage.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a publisher is doing.
 *
 * @param position the place in the feed behind what was acknowledged
 * @param lagEvents how many events come behind it by now
 * @param error why it does not go on
 */
@Schema(example = """
        {"name": "kafka", "state": "live", "position": "QAECZXUDhLmO7w", "lagEvents": 0}""")
record PublisherStatus(
        String name,
        State state,
        String position,
        long lagEvents,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {

    /** Whether it has brought all that there is, has not yet, or cannot. */
    enum State {
        LIVE,
        BEHIND,
        FAILED;

        /** As the API writes it. */
        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
