package dev.peerage.simulation;

import dev.peerage.group.GroupEvent;
import dev.peerage.group.GroupState;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.ObservedRemoveElement;
import dev.peerage.kernel.Register;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.MembershipEvent;
import dev.peerage.membership.MembershipState;
import dev.peerage.user.Claim;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Mistakes that have been made in systems like this. The simulation is worth what it finds of them. */
enum Mutant {
    REGISTERS_KEEP_NO_CONTEXT(new Logic() {
        @Override
        UserState fold(UserState state, UserEvent event, Stamp stamp) {
            UserState next = super.fold(state, event, stamp);
            return new UserState(
                    next.version(),
                    withoutContext(next.username()),
                    withoutContext(next.name()),
                    withoutContext(next.email()),
                    withoutContext(next.active()),
                    next.attributes(),
                    next.created(),
                    next.updated(),
                    next.deleted());
        }
    }),

    CONFLICTS_ARE_DROPPED(new Logic() {
        @Override
        UserState fold(UserState state, UserEvent event, Stamp stamp) {
            UserState next = super.fold(state, event, stamp);
            return new UserState(
                    next.version(),
                    next.username(),
                    winnerOnly(next.name()),
                    next.email(),
                    next.active(),
                    next.attributes(),
                    next.created(),
                    next.updated(),
                    next.deleted());
        }
    }),

    THE_LAST_WRITER_WINS_WHATEVER_IT_HAD_SEEN(new Logic() {
        @Override
        UserState fold(UserState state, UserEvent event, Stamp stamp) {
            return super.fold(state, event, new Stamp(stamp.dot(), VersionVector.none(), stamp.time()));
        }
    }),

    THE_LAST_TO_ARRIVE_WINS(new Logic() {
        @Override
        UserState fold(UserState state, UserEvent event, Stamp stamp) {
            return super.fold(state, event, new Stamp(stamp.dot(), unionOf(state.version(), stamp), stamp.time()));
        }
    }),

    DELETION_IS_NOT_FINAL(new Logic() {
        @Override
        UserState fold(UserState state, UserEvent event, Stamp stamp) {
            UserState before = state.deleted() && !(event instanceof UserDeleted) ? revived(state) : state;
            return super.fold(before, event, stamp);
        }
    }),

    CREATED_IS_WHEN_THE_FIRST_EVENT_ARRIVED(new Logic() {
        @Override
        GroupState fold(GroupState state, GroupEvent event, Stamp stamp) {
            GroupState next = super.fold(state, event, stamp);
            HybridTime created = state.created();
            return created == null || next.deleted() ? next : createdAt(created, next);
        }
    }),

    A_REMOVE_TAKES_ALL_THAT_IS_HERE(new Logic() {
        @Override
        MembershipState fold(MembershipState state, MembershipEvent event, Stamp stamp) {
            return super.fold(state, event, new Stamp(stamp.dot(), unionOf(state.version(), stamp), stamp.time()));
        }
    }),

    A_REMOVE_IS_FORGOTTEN_ONCE_APPLIED(new Logic() {
        @Override
        MembershipState fold(MembershipState state, MembershipEvent event, Stamp stamp) {
            ObservedRemoveElement element = super.fold(state, event, stamp).element();
            return new MembershipState(
                    element.isMember(MembershipPolicy.ADD_WINS)
                            ? ObservedRemoveElement.of(
                                    element.added(),
                                    element.addedAt(),
                                    element.seenByAdds(),
                                    element.removed(),
                                    VersionVector.none())
                            : element);
        }
    }),

    THE_LATEST_CLAIM_HOLDS(new Logic() {
        @Override
        Comparator<Claim> claims() {
            return super.claims().reversed();
        }
    }),

    THE_FIRST_CLAIM_BY_REGION_HOLDS(new Logic() {
        @Override
        Comparator<Claim> claims() {
            return Comparator.comparing(Claim::region).thenComparing(super.claims());
        }
    }),

    THE_CLOCK_FORGETS_ON_RESTART(new Logic() {
        @Override
        HybridLogicalClock clock(InstantSource wall, HybridTime inLog) {
            return super.clock(wall, new HybridTime(0));
        }
    }),

    THE_CLOCK_FOLLOWS_ANY_OTHER(new Logic() {
        @Override
        HybridLogicalClock clock(InstantSource wall, HybridTime inLog) {
            return new HybridLogicalClock(wall, inLog, Duration.ofDays(365));
        }
    }),

    A_RESTORED_REGION_WRITES_AT_ONCE(new Logic() {
        @Override
        boolean takesBackItsOwn() {
            return false;
        }
    }),

    DUPLICATES_ARE_LOGGED(new Logic() {
        @Override
        boolean leavesOutDuplicates() {
            return false;
        }
    }),

    THE_VIEW_STORES_ITS_POSITION_BEFORE_ITS_ROWS(new Logic() {
        @Override
        int restartsAt(int token, int rows) {
            return rows + 1;
        }
    });

    private final Logic logic;

    Mutant(Logic logic) {
        this.logic = logic;
    }

    Logic logic() {
        return logic;
    }

    private static <V extends @Nullable Object> Register<V> withoutContext(Register<V> register) {
        return Register.of(register.siblings(), VersionVector.none());
    }

    private static <V extends @Nullable Object> Register<V> winnerOnly(Register<V> register) {
        return register.isSet() ? Register.of(register.siblings().subList(0, 1), register.context()) : register;
    }

    /** What this region holds, taken for what the writer had seen. */
    private static VersionVector unionOf(VersionVector here, Stamp stamp) {
        VersionVector seen = here.join(stamp.seen());
        return seen.covers(stamp.dot()) ? stamp.seen() : seen;
    }

    private static UserState revived(UserState state) {
        return new UserState(
                state.version(),
                Register.empty(),
                Register.empty(),
                Register.empty(),
                Register.empty(),
                new TreeMap<>(),
                null,
                null,
                false);
    }

    private static GroupState createdAt(HybridTime created, GroupState state) {
        return new GroupState(
                state.version(),
                state.name(),
                state.description(),
                state.membership(),
                created,
                state.updated(),
                state.deleted());
    }
}
