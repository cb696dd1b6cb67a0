package dev.peerage.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event, and what it changed: the same in every region that has it, and what its writer had seen.
 *
 * @param eventId its subject, the region that wrote it, and its number in that region's stream of the subject
 * @param type as in the event feed; the stored name of an event that this release does not know
 * @param at by the writing region's clock
 * @param changes what was different afterwards from what its writer had seen; empty if nothing that shows, or if this
 *     release cannot read the event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(example = """
        {
          "eventId": "user/homer@eu~7",
          "type": "user.name-set",
          "at": "2026-11-27T12:00:00Z",
          "region": "eu",
          "actor": "payroll",
          "requestId": "7d1c2c5e-5d0a-4d57-9f7b-2f1f1f5d4c3a",
          "changes": [{"field": "name", "from": "Homer Simpson", "to": "Max Power"}]
        }""")
public record AuditEntry(
        String eventId,
        @Schema(example = "user.name-set") String type,
        Instant at,
        String region,
        String actor,
        @Nullable String requestId,
        List<Change> changes) {

    public AuditEntry {
        changes = List.copyOf(changes);
    }

    /**
     * A field that is shown with another value than before.
     *
     * @param field such as {@code name} or {@code attributes.department}
     * @param from {@code null} if it had no value
     * @param to {@code null} if it has none any more
     */
    @Schema(name = "FieldChange")
    public record Change(
            String field,

            @Schema(types = {"string", "boolean"}) @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Object from,

            @Schema(types = {"string", "boolean"}) @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Object to) {}
}
