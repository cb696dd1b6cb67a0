package dev.peerage.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a command is handled; kept with every event it leads to.
 *
 * @param actor the name of the key that was used
 * @param requestId what correlates the events of one request
 */
public record Caller(String actor, @Nullable String requestId) {}
