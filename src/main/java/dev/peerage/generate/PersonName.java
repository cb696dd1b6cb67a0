package dev.peerage.generate;

/**
 * A person's name.
 *
 * @param shown as the directory shows it
 * @param given the given name as a login uses it: ASCII letters, spaces, hyphens, apostrophes
 * @param family the family name likewise; empty for people who have one name
 */
record PersonName(String shown, String given, String family) {}
