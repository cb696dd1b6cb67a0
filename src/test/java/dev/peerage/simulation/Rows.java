package dev.peerage.simulation;

import dev.peerage.group.FoldedGroups;
import dev.peerage.group.GroupEvent;
import dev.peerage.group.GroupState;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.FoldedMemberships;
import dev.peerage.membership.MembershipEvent;
import dev.peerage.membership.MembershipState;
import dev.peerage.user.FoldedUsers;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserState;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory view without a database: the states of all subjects, and the JSON that their rows hold. */
final class Rows {

    private final Logic logic;
    private final SortedMap<String, UserState> users = new TreeMap<>();
    private final SortedMap<String, GroupState> groups = new TreeMap<>();
    private final SortedMap<String, MembershipState> memberships = new TreeMap<>();
    private final SortedMap<String, String> json = new TreeMap<>();
    private final Set<String> unwritten = new HashSet<>();

    Rows(Logic logic) {
        this.logic = logic;
    }

    static Rows read(Logic logic, Map<String, String> json) {
        Rows rows = new Rows(logic);
        json.forEach((subject, row) -> {
            if (subject.startsWith("user/")) {
                rows.users.put(subject, FoldedUsers.read(row));
            } else if (subject.startsWith("group/")) {
                rows.groups.put(subject, FoldedGroups.read(row));
            } else {
                rows.memberships.put(subject, FoldedMemberships.read(row));
            }
        });
        rows.json.putAll(json);
        return rows;
    }

    /** The same rows, none of them written yet. */
    Rows copy() {
        Rows copy = new Rows(logic);
        copy.users.putAll(users);
        copy.groups.putAll(groups);
        copy.memberships.putAll(memberships);
        copy.unwritten.addAll(users.keySet());
        copy.unwritten.addAll(groups.keySet());
        copy.unwritten.addAll(memberships.keySet());
        return copy;
    }

    /** The events of a subject that are folded here. */
    VersionVector version(String subject) {
        if (subject.startsWith("user/")) {
            return user(subject).version();
        }
        return subject.startsWith("group/")
                ? group(subject).version()
                : membership(subject).version();
    }

    void fold(Event event) {
        String subject = event.subject();
        Stamp stamp = event.stamp();
        switch (event.domain()) {
            case UserEvent it -> users.put(subject, logic.fold(user(subject), it, stamp));
            case GroupEvent it -> groups.put(subject, logic.fold(group(subject), it, stamp));
            case MembershipEvent it -> memberships.put(subject, logic.fold(membership(subject), it, stamp));
            default -> throw new IllegalArgumentException("of no view: " + event);
        }
        unwritten.add(subject);
    }

    UserState user(String subject) {
        return users.getOrDefault(subject, UserState.none());
    }

    GroupState group(String subject) {
        return groups.getOrDefault(subject, GroupState.none());
    }

    MembershipState membership(String subject) {
        return memberships.getOrDefault(subject, MembershipState.none());
    }

    SortedMap<String, UserState> users() {
        return users;
    }

    SortedMap<String, GroupState> groups() {
        return groups;
    }

    SortedMap<String, MembershipState> memberships() {
        return memberships;
    }

    /** What is written to the database, by subject. */
    SortedMap<String, String> json() {
        for (String subject : unwritten) {
            json.put(subject, write(subject));
        }
        unwritten.clear();
        return Collections.unmodifiableSortedMap(json);
    }

    private String write(String subject) {
        if (subject.startsWith("user/")) {
            return FoldedUsers.write(user(subject));
        }
        return subject.startsWith("group/")
                ? FoldedGroups.write(group(subject))
                : FoldedMemberships.write(membership(subject));
    }

    Reading reading() {
        return Readings.of(this, logic);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rows that
                && users.equals(that.users)
                && groups.equals(that.groups)
                && memberships.equals(that.memberships);
    }

    @Override
    public int hashCode() {
        return Objects.hash(users, groups, memberships);
    }

    @Override
    public String toString() {
        return Stream.of(users, groups, memberships)
                .flatMap(states -> states.entrySet().stream())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
