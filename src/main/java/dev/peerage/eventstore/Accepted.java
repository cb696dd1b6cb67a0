package dev.peerage.eventstore;

/**
 * A command that was handled and whose events are in the log.
 *
 * @param result what its handler answered
 * @param position of its last event; if it had none to write, one that all it was decided on is not behind
 */
public record Accepted<R>(R result, long position) {}
