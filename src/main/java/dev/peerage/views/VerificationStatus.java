package dev.peerage.views;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a view against the log has found.
 *
 * @param checked how many rows were looked at since the start
 * @param roundEnded when all rows had been looked at once more
 * @param roundSeconds how long that took
 * @param items what differs now; a thousand at most, and a few more
 */
@Schema(name = "Differences", example = """
        {
          "view": "directory", "checked": 4200, "roundEnded": "2026-11-27T09:29:58.021Z", "roundSeconds": 8.1,
          "items": [{"part": "users", "subject": "user/homer", "what": "name, state", "since": "2026-11-27T09:30:00.123Z"}]
        }""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationStatus(
        String view,
        long checked,
        @Nullable Instant roundEnded,
        @Nullable Double roundSeconds,
        List<Difference> items) {

    VerificationStatus with(int more, Collection<Difference> differences) {
        return new VerificationStatus(view, checked + more, roundEnded, roundSeconds, List.copyOf(differences));
    }

    VerificationStatus after(Instant ended, Duration took) {
        return new VerificationStatus(view, checked, ended, took.toMillis() / 1_000.0, items);
    }
}
