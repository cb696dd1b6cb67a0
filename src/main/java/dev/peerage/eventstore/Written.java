package dev.peerage.eventstore;

/**
 * What a command handler that writes a resource answers.
 *
 * @param state of the resource after the command
 * @param created whether it did not exist before
 * @param changed whether there was anything to write
 */
public record Written<S>(S state, boolean created, boolean changed) {}
