package dev.peerage.membership;

import dev.peerage.consistency.Freshness;
import dev.peerage.group.GroupId;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.VersionVector;
import dev.peerage.user.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A membership's row with what the view knows of its group and user at the same moment; their parts are {@code null} as
 * long as it knows nothing.
 */
record ReferencedMembership(
        MembershipRow row,
        @Nullable String policy,
        @Nullable Boolean groupDeleted,
        @Nullable String groupVersion,
        @Nullable Boolean userDeleted,
        @Nullable String userVersion) {

    MembershipState state() {
        return row.state();
    }

    /** Since when it is shown; empty if it is not. */
    Optional<HybridTime> since() {
        if (policy == null || !Boolean.FALSE.equals(groupDeleted) || !Boolean.FALSE.equals(userDeleted)) {
            return Optional.empty();
        }
        return state().element().since(MembershipPolicy.of(policy));
    }

    /**
     * The membership's version, as far as it can be answered for: a view may have a membership before the group and the
     * user that its writer knew, or before what the request knows of them.
     */
    VersionVector versionFor(Freshness freshness, GroupId group, UserId user) {
        boolean restsOnThem = state().memberByAny();
        return !restsOnThem
                        || (reaches(groupVersion, freshness, group.subject())
                                && reaches(userVersion, freshness, user.subject()))
                ? state().version()
                : VersionVector.none();
    }

    private static boolean reaches(@Nullable String version, Freshness freshness, String subject) {
        return version != null && VersionVector.parse(version).covers(freshness.named(subject));
    }
}
