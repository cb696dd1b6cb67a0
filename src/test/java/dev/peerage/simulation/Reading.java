package dev.peerage.simulation;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a directory says: the definitions give one, the code under test another, and they have to be equal.
 *
 * @param things users and groups by subject
 * @param memberships by subject
 * @param holders the user whose a unique value is, by kind and value such as {@code username ann}
 * @param contested what a user shows without holding it, such as {@code username of user/u2}
 */
record Reading(
        SortedMap<String, Thing> things,
        SortedMap<String, Tie> memberships,
        SortedMap<String, String> holders,
        SortedSet<String> contested) {

    /**
     * A value of a field, by whom and when.
     *
     * @param time milliseconds and counter, as one number
     */
    record Value(@Nullable String value, String region, long time) {}

    /**
     * A user or group.
     *
     * @param fields the winner first, after it the conflicts, later ones first
     * @param version by region the highest sequence
     */
    record Thing(
            boolean deleted,
            SortedMap<String, List<Value>> fields,
            @Nullable Long created,
            @Nullable Long updated,
            SortedMap<String, Long> version) {

        boolean hasConflicts() {
            return fields.values().stream().anyMatch(values -> values.size() > 1);
        }
    }

    /**
     * A membership.
     *
     * @param addWins whether it is one by this policy
     * @param removeWins whether it is one by this policy
     * @param since by either policy that says so; {@code null} if none does
     * @param shown whether it is one by its group's policy, and both its group and its user are there
     */
    record Tie(
            boolean addWins,
            boolean removeWins,
            @Nullable Long since,
            boolean shown,
            SortedMap<String, Long> version) {}

    @Override
    public String toString() {
        return lines(things) + lines(memberships) + lines(holders) + "contested " + contested;
    }

    private static String lines(SortedMap<String, ?> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
