package dev.peerage.bench;

import org.jspecify.annotations.Nullable;

/** A row of the log as a program writes it that does without the event store. */
record EventRow(
        long transaction,
        String origin,
        String subject,
        long sequence,
        long originPosition,
        String type,
        int revision,
        long hlc,
        String seen,
        String actor,
        @Nullable String requestId,
        @Nullable String cause,
        String payload) {}
