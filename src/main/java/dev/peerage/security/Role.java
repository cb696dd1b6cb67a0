package dev.peerage.security;

import java.util.Locale;

/** What an actor may do. Each role may do all that the ones before it may. */
public enum Role {
    /** Read people, groups, memberships, changes and conflicts. */
    READER,

    /** Write them as well. */
    WRITER,

    /** Operate the region, and read who changed what. */
    ADMIN;

    /** Whether this role may do what the other is needed for. */
    boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
