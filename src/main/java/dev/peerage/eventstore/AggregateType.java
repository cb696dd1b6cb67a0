package dev.peerage.eventstore;

import java.util.function.Function;

/**
 * An aggregate that a module contributes.
 *
 * @param empty makes the aggregate of a subject that has no events yet
 */
public record AggregateType<T>(Class<T> type, Function<String, T> empty) {}
