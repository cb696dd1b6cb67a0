package dev.peerage.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of what a consumer does not have yet.
 *
 * @param next the token to go on from
 * @param more whether there is more by now
 */
@Schema(name = "Changes", example = """
        {
          "items": [
            {"type": "user", "op": "set", "id": "homer", "resource": {"id": "homer", "username": "homer", "active": true,
              "attributes": {}, "createdAt": "2026-11-24T12:00:00Z", "updatedAt": "2026-11-24T12:00:00Z"}},
            {"type": "membership", "op": "delete", "id": "pin-pals/otto"}
          ],
          "next": "QwpBXgAHY2hhbmdlcwAEZXV-OQ",
          "more": false
        }""")
record ChangePage(List<Item> items, String next, boolean more) {

    /**
     * What a copy is to hold.
     *
     * @param id of a membership {@code groupId/userId}
     * @param resource {@code null}, and absent from the JSON, if it is to be deleted
     */
    @Schema(name = "Change")
    record Item(
            @Schema(allowableValues = {"user", "group", "membership"})
            String type,

            @Schema(allowableValues = {"set", "delete"}) String op,

            String id,

            @Schema(
                    type = "object",
                    description =
                            "The whole user, group or membership, as its own requests show it; absent if it is deleted")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            Object resource) {

        static Item set(Resource resource, Object shown) {
            return new Item(resource.type(), "set", resource.id(), shown);
        }

        static Item delete(Resource resource) {
            return new Item(resource.type(), "delete", resource.id(), null);
        }
    }

    /** Whether it brings nothing. */
    boolean isEmpty() {
        return items.isEmpty() && !more;
    }
}
