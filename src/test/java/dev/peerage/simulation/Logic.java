package dev.peerage.simulation;

import dev.peerage.group.FoldedGroups;
import dev.peerage.group.GroupEvent;
import dev.peerage.group.GroupState;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Stamp;
import dev.peerage.membership.FoldedMemberships;
import dev.peerage.membership.MembershipEvent;
import dev.peerage.membership.MembershipState;
import dev.peerage.user.Claim;
import dev.peerage.user.FoldedUsers;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;

/** Where the simulation calls what it tries. This is the real thing; a {@link Mutant} gets one of these wrong. */
class Logic {

    static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    UserState fold(UserState state, UserEvent event, Stamp stamp) {
        return FoldedUsers.view().fold(state, event, stamp);
    }

    GroupState fold(GroupState state, GroupEvent event, Stamp stamp) {
        return FoldedGroups.view().fold(state, event, stamp);
    }

    MembershipState fold(MembershipState state, MembershipEvent event, Stamp stamp) {
        return FoldedMemberships.view().fold(state, event, stamp);
    }

    /** The claim to a unique value that holds comes first. */
    Comparator<Claim> claims() {
        return Comparator.naturalOrder();
    }

    /** @param inLog the latest time in the log that this region wrote, or that is not too far ahead */
    HybridLogicalClock clock(InstantSource wall, HybridTime inLog) {
        return new HybridLogicalClock(wall, inLog, MAX_AHEAD);
    }

    /** Whether a region restored from a backup asks its peers for its own newer events before it writes. */
    boolean takesBackItsOwn() {
        return true;
    }

    /** Whether a received event that the log holds already is left out. */
    boolean leavesOutDuplicates() {
        return true;
    }

    /** From where a view goes on that has rows of everything up to {@code rows} and had stored {@code token}. */
    int restartsAt(int token, int rows) {
        return token;
    }
}
