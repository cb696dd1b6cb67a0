package dev.peerage.views;

/**
 * Two views have equal fingerprints if and only if they hold the same.
 *
 * @param count of what is shown
 * @param hash over all rows
 */
public record Fingerprint(long count, String hash) {}
