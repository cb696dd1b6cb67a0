package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.group.GroupEvent.GroupNameSet;
import dev.peerage.group.GroupId;
import dev.peerage.kernel.Region;
import dev.peerage.membership.FoldedMemberships;
import dev.peerage.membership.MembershipEvent;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import dev.peerage.user.FoldedUsers;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import dev.peerage.user.UserId;
import dev.peerage.user.UserState;
import java.util.List;

/** What it is that a region adds and deletes. Each answers what is written: nothing, if it holds already or is refused. */
enum Matter {
    /** A user's membership in a group. By either policy, as both read the same history. */
    MEMBER {
        @Override
        List<DomainEvent> fromTheStart() {
            return List.of(new UserUsernameSet(USER, "homer"), new GroupNameSet(GROUP, "pals"));
        }

        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return unlessItHolds(new MembershipAdded(GROUP, USER), here);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            return unlessItHolds(new MembershipRemoved(GROUP, USER), here);
        }
    },

    /** The same of one who is a member everywhere, so that deletes come first. */
    MEMBER_FROM_THE_START {
        @Override
        List<DomainEvent> fromTheStart() {
            return List.of(
                    new UserUsernameSet(USER, "homer"),
                    new GroupNameSet(GROUP, "pals"),
                    new MembershipAdded(GROUP, USER));
        }

        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return MEMBER.add(here, region);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            return MEMBER.delete(here, region);
        }
    },

    /** The name of a user, in each region another. */
    NAME {
        @Override
        List<DomainEvent> fromTheStart() {
            return List.of(new UserUsernameSet(USER, "homer"));
        }

        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return unlessItHolds(new UserNameSet(USER, "of " + region), here);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            return unlessItHolds(new UserNameSet(USER, null), here);
        }
    },

    /** A user, made and named in several regions. */
    USER_ITSELF {
        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return here.user(USER.subject()).deleted()
                    ? List.of()
                    : unlessItHolds(new UserNameSet(USER, "of " + region), here);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            return deletionOf(USER, here);
        }
    },

    /** One username, which each region gives to a user of its own; and deletes that user. */
    USERNAME_AND_ITS_USER {
        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return claim(here, region);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            return deletionOf(ownUser(region), here);
        }
    },

    /** The same; but the user takes another username instead. */
    USERNAME {
        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return claim(here, region);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            UserId user = ownUser(region);
            return here.user(user.subject()).exists()
                    ? unlessItHolds(new UserUsernameSet(user, "not " + WANTED), here)
                    : List.of();
        }
    },

    /** The same; but each region deletes whoever it sees to hold the username, be it another region's user. */
    USERNAME_AND_ITS_HOLDER {
        @Override
        List<DomainEvent> add(Rows here, Region region) {
            return claim(here, region);
        }

        @Override
        List<DomainEvent> delete(Rows here, Region region) {
            String holder = here.reading().holders().get("username " + WANTED);
            return holder == null ? List.of() : deletionOf(new UserId(holder.substring("user/".length())), here);
        }
    };

    private static final UserId USER = new UserId("homer");
    private static final GroupId GROUP = new GroupId("pals");
    private static final String WANTED = "ann";

    /** What is known everywhere before. */
    List<DomainEvent> fromTheStart() {
        return List.of();
    }

    abstract List<DomainEvent> add(Rows here, Region region);

    abstract List<DomainEvent> delete(Rows here, Region region);

    private static UserId ownUser(Region region) {
        return new UserId("user-of-" + region);
    }

    private static List<DomainEvent> claim(Rows here, Region region) {
        UserId user = ownUser(region);
        boolean taken = here.users().entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(user.subject())
                        && WANTED.equals(other.getValue().username().value()));
        return taken || here.user(user.subject()).deleted()
                ? List.of()
                : unlessItHolds(new UserUsernameSet(user, WANTED), here);
    }

    private static List<DomainEvent> deletionOf(UserId user, Rows here) {
        return here.user(user.subject()).exists() ? List.of(new UserDeleted(user)) : List.of();
    }

    private static List<DomainEvent> unlessItHolds(UserEvent fact, Rows here) {
        UserState state = here.user(fact.subject());
        return FoldedUsers.holds(state, fact) ? List.of() : List.of(fact);
    }

    private static List<DomainEvent> unlessItHolds(MembershipEvent fact, Rows here) {
        return FoldedMemberships.holds(here.membership(fact.subject()), fact) ? List.of() : List.of(fact);
    }
}
