package dev.peerage.membership;

import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.ObservedRemoveElement;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A membership as a function of the set of its events, whatever their order. Which way it is read is the group's to
 * say, and the group may change its mind.
 */
public record MembershipState(ObservedRemoveElement element) {

    private static final MembershipState NONE = new MembershipState(ObservedRemoveElement.none());

    /** The state without any event. */
    public static MembershipState none() {
        return NONE;
    }

    /** The events it is made of: each is an add or a remove. */
    public VersionVector version() {
        return element.added().join(element.removed());
    }

    /** The state with one more event. */
    public MembershipState with(MembershipEvent event, Stamp stamp) {
        return new MembershipState(
                switch (event) {
                    case MembershipAdded _ -> element.add(stamp);
                    case MembershipRemoved _ -> element.remove(stamp);
                });
    }

    /** Whether the user is a member, as the policy reads it. */
    public boolean member(MembershipPolicy policy) {
        return element.isMember(policy);
    }

    /** What shows of it: as it is read by the policy that groups have unless they were given another one. */
    SequencedMap<String, @Nullable Object> shownFields() {
        SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("member", member(MembershipPolicy.ADD_WINS));
        return shown;
    }

    /** Whether there is a policy that reads the user as a member. */
    boolean memberByAny() {
        return Arrays.stream(MembershipPolicy.values()).anyMatch(this::member);
    }

    /**
     * Whether writing this fact would change nothing: by every policy it is so. Where the policies differ, concurrent
     * writes are not settled, and one more that has seen them all settles them, whichever policy the group has here, or
     * is given elsewhere at this moment.
     */
    boolean holds(MembershipEvent fact) {
        boolean wanted = fact instanceof MembershipAdded;
        return Arrays.stream(MembershipPolicy.values()).allMatch(policy -> member(policy) == wanted);
    }
}
