package dev.peerage.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.Register;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as the API shows it.
 *
 * @param membership {@code add-wins} or {@code remove-wins}
 * @param conflicts values that were written concurrently with those shown, and that no write has settled since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Group", example = """
        {
          "id": "pin-pals",
          "name": "Pin Pals",
          "description": "The bowling team",
          "membership": "add-wins",
          "createdAt": "2026-11-24T12:00:00Z",
          "updatedAt": "2026-11-24T12:00:00Z"
        }""")
record GroupResource(
        String id,
        @Nullable String name,
        @Nullable String description,
        @Schema(implementation = MembershipPolicy.class) String membership,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,

        @Schema(
                description =
                        "Values that were written concurrently with those shown, and that no write has settled since")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Conflict> conflicts) {

    /** A value of a field that lost against the one shown. */
    @Schema(name = "GroupConflict")
    record Conflict(
            String field,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String value,

            Instant at,
            String region) {}

    static GroupResource of(GroupRow row) {
        return of(row.id(), row.state());
    }

    static GroupResource of(String id, GroupState state) {
        return new GroupResource(
                id,
                state.name().value(),
                state.description().value(),
                state.policy().toString(),
                instant(state.created()),
                instant(state.updated()),
                conflicts(state));
    }

    private static @Nullable Instant instant(@Nullable HybridTime time) {
        return time == null ? null : time.instant();
    }

    private static List<Conflict> conflicts(GroupState state) {
        List<Conflict> conflicts = new ArrayList<>();
        state.fields().registers().forEach((field, register) -> add(conflicts, field, register));
        return conflicts;
    }

    private static <V extends @Nullable Object> void add(List<Conflict> conflicts, String field, Register<V> register) {
        for (Register.Sibling<V> sibling : register.conflicts()) {
            V value = sibling.value();
            conflicts.add(new Conflict(
                    field,
                    value == null ? null : value.toString(),
                    sibling.time().instant(),
                    sibling.dot().region().name()));
        }
    }
}
