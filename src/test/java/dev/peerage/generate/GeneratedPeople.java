package dev.peerage.generate;

/** What {@code generate} writes, for tests elsewhere. */
public final class GeneratedPeople {

    private GeneratedPeople() {}

    /** Lines for an import: users and groups, without memberships. */
    public static byte[] lines(int users, int groups, long seed) {
        return Generated.bytes(new Dataset(users, groups, 0, seed));
    }
}
