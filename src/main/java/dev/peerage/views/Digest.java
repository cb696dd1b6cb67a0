package dev.peerage.views;

/**
 * What a view holds of a subject, in short.
 *
 * @param content equal if and only if what the view holds is
 */
public record Digest(String subject, String content) {}
