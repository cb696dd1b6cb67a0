package dev.peerage.generate;

import dev.peerage.generate.Draws.Purpose;
import java.io.OutputStream;

/**
 * What is generated; equal values give equal bytes.
 *
 * @param users how many, from 0 to {@value #MOST}
 * @param groups how many, from 0 to {@value #MOST}
 * @param memberships exactly how many, from 0 to {@code users * groups}
 */
record Dataset(int users, int groups, long memberships, long seed) {

    /** The most users, and the most groups. */
    static final int MOST = 10_000_000;

    /** @throws IllegalArgumentException with a sentence for the user, if a number is out of its bounds */
    Dataset {
        requireUpToMost("users", users);
        requireUpToMost("groups", groups);
        long possible = (long) users * groups;
        if (memberships < 0 || memberships > possible) {
            throw new IllegalArgumentException(
                    "memberships must be from 0 to %d (%d users in each of %d groups), but is %d"
                            .formatted(possible, users, groups, memberships));
        }
    }

    /** With the usual number of memberships, about five for each user. */
    static Dataset of(int users, int groups, long seed) {
        return new Dataset(users, groups, GroupSizes.usual(users, groups), seed);
    }

    /**
     * Writes users, then groups, then memberships of those. Takes about 20 bytes of memory for each user and each
     * group.
     *
     * @throws tools.jackson.core.exc.JacksonIOException if {@code out} fails
     */
    void writeTo(OutputStream out) {
        NdjsonWriter lines = new NdjsonWriter(out);
        Organization organization = Organization.read();
        writeUsers(organization, lines);
        writeGroups(organization, lines);
        writeMembers(lines);
        lines.flush();
    }

    private void writeUsers(Organization organization, NdjsonWriter lines) {
        Users people = new Users(seed, organization);
        for (int i = 0; i < users; i++) {
            lines.user(people.next());
        }
    }

    private void writeGroups(Organization organization, NdjsonWriter lines) {
        Groups all = new Groups(seed, organization);
        for (int i = 0; i < groups; i++) {
            lines.group(all.next());
        }
    }

    private void writeMembers(NdjsonWriter lines) {
        Identifiers userIds = Identifiers.ofUsers(seed);
        Identifiers groupIds = Identifiers.ofGroups(seed);
        int[] sizes = GroupSizes.of(users, groups, memberships, seed);
        for (int group = 0; group < groups; group++) {
            String groupId = groupIds.of(group);
            Permutation members = members(group, sizes[group]);
            for (int i = 0; i < sizes[group]; i++) {
                lines.member(groupId, userIds.of(members.at(i)));
            }
        }
    }

    /** Half of the groups draw from those who came first, so that people who are here longer are in more groups. */
    private Permutation members(int group, int size) {
        Draws draws = Draws.of(seed, Purpose.MEMBERS, group);
        int candidates = switch (draws.below(6)) {
            case 0, 1 -> users / 2;
            case 2 -> users / 8;
            default -> users;
        };
        return new Permutation(Math.max(1, Math.max(size, candidates)), draws.below(Long.MAX_VALUE));
    }

    private static void requireUpToMost(String what, int number) {
        if (number < 0 || number > MOST) {
            throw new IllegalArgumentException("%s must be from 0 to %d, but is %d".formatted(what, MOST, number));
        }
    }
}
