package dev.peerage.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An item of a user's list of groups. */
@Schema(example = """
        {"groupId": "pin-pals", "name": "Pin Pals"}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
record GroupOfUser(String groupId, @Nullable String name) {}
