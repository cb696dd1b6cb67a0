package dev.peerage.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An item of a group's list of members. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Member(
        String userId, @Nullable String username, @Nullable String name) {}
