package dev.peerage.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An item of a group's list of members. */
@Schema(example = """
        {"userId": "homer", "username": "homer", "name": "Homer Simpson"}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Member(
        String userId, @Nullable String username, @Nullable String name) {}
