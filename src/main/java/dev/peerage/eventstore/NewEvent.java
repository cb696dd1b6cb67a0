package dev.peerage.eventstore;

import dev.peerage.kernel.Stamp;
import org.jspecify.annotations.Nullable;

/** An event about to be appended. */
record NewEvent(
        String subject,
        Stamp stamp,
        String type,
        int revision,
        String actor,
        @Nullable String requestId,
        @Nullable String cause,
        String payload) {}
