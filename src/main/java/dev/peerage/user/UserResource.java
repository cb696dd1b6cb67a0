package dev.peerage.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Register;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A user as the API shows it.
 *
 * @param contested which of {@code username} and {@code email} another user has the earlier claim to
 * @param conflicts values that were written concurrently with those shown, and that no write has settled since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "User", example = """
        {
          "id": "homer",
          "username": "homer",
          "name": "Homer Simpson",
          "email": "homer@example.org",
          "active": true,
          "attributes": {"department": "Sector 7G"},
          "createdAt": "2026-11-24T12:00:00Z",
          "updatedAt": "2026-11-24T12:00:00Z"
        }""")
record UserResource(
        String id,
        @Nullable String username,
        @Nullable String name,
        @Nullable String email,
        boolean active,
        SortedMap<String, String> attributes,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description =
                                        "Which of the unique values another user has the earlier claim to, as two regions"
                                                + " gave it at the same time; look-ups by it find the other"),
                schema = @Schema(allowableValues = {"username", "email"}))
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> contested,

        @Schema(
                description =
                        "Values that were written concurrently with those shown, and that no write has settled since")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Conflict> conflicts) {

    /** A value of a field that lost against the one shown. */
    @Schema(name = "UserConflict")
    record Conflict(
            String field,

            @Schema(types = {"string", "boolean"}) @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Object value,

            Instant at,
            String region) {}

    static UserResource of(UserRow row) {
        return of(row.id(), row.state(), row.contested());
    }

    static UserResource of(String id, UserState state, List<String> contested) {
        return new UserResource(
                id,
                state.username().value(),
                state.name().value(),
                state.email().value(),
                state.shownActive(),
                state.shownAttributes(),
                instant(state.created()),
                instant(state.updated()),
                contested,
                conflicts(state));
    }

    private static @Nullable Instant instant(@Nullable HybridTime time) {
        return time == null ? null : time.instant();
    }

    private static List<Conflict> conflicts(UserState state) {
        List<Conflict> conflicts = new ArrayList<>();
        state.fields().registers().forEach((field, register) -> add(conflicts, field, register));
        return conflicts;
    }

    private static <V extends @Nullable Object> void add(List<Conflict> conflicts, String field, Register<V> register) {
        for (Register.Sibling<V> sibling : register.conflicts()) {
            conflicts.add(new Conflict(
                    field,
                    sibling.value(),
                    sibling.time().instant(),
                    sibling.dot().region().name()));
        }
    }
}
