package dev.peerage.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An item of a user's list of groups. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GroupOfUser(String groupId, @Nullable String name) {}
