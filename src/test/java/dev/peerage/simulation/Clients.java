package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.group.FoldedGroups;
import dev.peerage.group.GroupEvent;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.group.GroupId;
import dev.peerage.group.GroupState;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.membership.FoldedMemberships;
import dev.peerage.membership.MembershipEvent;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.user.FoldedUsers;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.user.UserId;
import dev.peerage.user.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ask a region for changes at random, of few subjects and few values, so that they get into each other's way. What may
 * be is decided as the aggregates decide it: from this region's log, a fact that holds already is left out, and a value
 * that another user of this region shows is refused.
 */
final class Clients {

    private final int users;
    private final int groups;
    private final Chronicle chronicle;

    Clients(int users, int groups, Chronicle chronicle) {
        this.users = users;
        this.groups = groups;
        this.chronicle = chronicle;
    }

    /** What the command writes; empty if it is refused, or changes nothing. */
    List<? extends DomainEvent> ask(SimulatedRegion region, SplittableRandom random) {
        UserId user = new UserId("u" + (1 + random.nextInt(users)));
        GroupId group = new GroupId("g" + (1 + random.nextInt(groups)));
        return switch (random.nextInt(10)) {
            case 0 -> putUser(user, region, random);
            case 1, 2, 3, 4 -> patchUser(user, region, random);
            case 5, 6 -> changeGroup(group, region, random);
            default -> changeMembership(group, user, region, random);
        };
    }

    private List<UserEvent> putUser(UserId user, SimulatedRegion region, SplittableRandom random) {
        UserState state = region.aggregates().user(user.subject());
        if (state.deleted()) {
            return List.of();
        }
        List<UserEvent> facts = new ArrayList<>();
        facts.add(new UserUsernameSet(user, username(random)));
        facts.add(new UserNameSet(user, name(random)));
        facts.add(new UserEmailSet(user, email(random)));
        facts.add(new UserActiveSet(user, random.nextInt(4) > 0));
        state.shownAttributes().keySet().forEach(key -> facts.add(new UserAttributeSet(user, key, null)));
        return allowed(facts, state, region);
    }

    private List<UserEvent> patchUser(UserId user, SimulatedRegion region, SplittableRandom random) {
        UserState state = region.aggregates().user(user.subject());
        if (!state.exists()) {
            return state.deleted() ? List.of() : putUser(user, region, random);
        }
        UserEvent fact = switch (random.nextInt(20)) {
            case 0 -> new UserDeleted(user);
            case 1, 2, 3, 4, 5, 6 -> new UserUsernameSet(user, username(random));
            case 7, 8, 9 -> new UserEmailSet(user, email(random));
            case 10, 11, 12, 13 -> new UserNameSet(user, name(random));
            case 14 -> new UserActiveSet(user, random.nextBoolean());
            default -> new UserAttributeSet(user, random.nextBoolean() ? "team" : "floor", name(random));
        };
        return allowed(List.of(fact), state, region);
    }

    private List<UserEvent> allowed(List<UserEvent> facts, UserState state, SimulatedRegion region) {
        List<UserEvent> news = new ArrayList<>(facts);
        news.removeIf(fact -> FoldedUsers.holds(state, fact));
        boolean taken = news.stream().anyMatch(fact -> isTaken(fact, region));
        chronicle.happened(Happening.VALUE_REFUSED_AS_TAKEN, taken);
        return taken ? List.of() : news;
    }

    private static boolean isTaken(UserEvent fact, SimulatedRegion region) {
        return region.aggregates().users().entrySet().stream()
                .filter(other -> !other.getKey().equals(fact.subject()))
                .anyMatch(other -> switch (fact) {
                    case UserUsernameSet set ->
                        set.username().equals(other.getValue().username().value());
                    case UserEmailSet set ->
                        set.email() != null
                                && Objects.equals(
                                        set.email(), other.getValue().email().value());
                    default -> false;
                });
    }

    private static List<GroupEvent> changeGroup(GroupId group, SimulatedRegion region, SplittableRandom random) {
        GroupState state = region.aggregates().group(group.subject());
        if (state.deleted()) {
            return List.of();
        }
        MembershipPolicy policy = random.nextBoolean() ? MembershipPolicy.ADD_WINS : MembershipPolicy.REMOVE_WINS;
        List<GroupEvent> facts = new ArrayList<>();
        switch (state.exists() ? random.nextInt(16) : 15) {
            case 0 -> facts.add(new GroupDeleted(group));
            case 1, 2, 3, 4, 5, 6 -> facts.add(new GroupMembershipPolicySet(group, policy));
            case 7, 8, 9, 10 -> facts.add(new GroupNameSet(group, "n" + random.nextInt(3)));
            case 11, 12 -> facts.add(new GroupDescriptionSet(group, name(random)));
            default -> {
                facts.add(new GroupNameSet(group, "n" + random.nextInt(3)));
                facts.add(new GroupDescriptionSet(group, name(random)));
                facts.add(new GroupMembershipPolicySet(group, policy));
            }
        }
        facts.removeIf(fact -> FoldedGroups.holds(state, fact));
        return facts;
    }

    private static List<MembershipEvent> changeMembership(
            GroupId group, UserId user, SimulatedRegion region, SplittableRandom random) {
        boolean bothExist = region.aggregates().group(group.subject()).exists()
                && region.aggregates().user(user.subject()).exists();
        MembershipEvent fact =
                random.nextInt(5) < 3 ? new MembershipAdded(group, user) : new MembershipRemoved(group, user);
        boolean refused = fact instanceof MembershipAdded && !bothExist;
        boolean holds = FoldedMemberships.holds(region.aggregates().membership(fact.subject()), fact);
        return refused || holds ? List.of() : List.of(fact);
    }

    private static String username(SplittableRandom random) {
        return "name" + random.nextInt(4);
    }

    private static @Nullable String name(SplittableRandom random) {
        return random.nextInt(4) == 0 ? null : "v" + random.nextInt(3);
    }

    private static @Nullable String email(SplittableRandom random) {
        return random.nextInt(3) == 0 ? null : "mail" + random.nextInt(4) + "@example.org";
    }
}
