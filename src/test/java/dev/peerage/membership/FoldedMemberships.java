package dev.peerage.membership;

import dev.peerage.views.FoldedView;

/** The view of memberships without its tables, for tests of all modules together: how it folds, and how a row keeps a state. */
public final class FoldedMemberships {

    @SuppressWarnings("NullAway") // nothing here asks for the tables
    private static final FoldedView<MembershipEvent, MembershipState> VIEW = new MembershipView(null);

    private FoldedMemberships() {}

    public static FoldedView<MembershipEvent, MembershipState> view() {
        return VIEW;
    }

    public static String write(MembershipState state) {
        return MembershipStateJson.write(state);
    }

    public static MembershipState read(String json) {
        return MembershipStateJson.read(json);
    }

    /** Whether the aggregate would leave this fact out, as it holds already. */
    public static boolean holds(MembershipState state, MembershipEvent fact) {
        return state.holds(fact);
    }
}
