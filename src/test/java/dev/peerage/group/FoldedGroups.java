package dev.peerage.group;

import dev.peerage.views.FoldedView;

/** The view of groups without its tables, for tests of all modules together: how it folds, and how a row keeps a state. */
public final class FoldedGroups {

    @SuppressWarnings("NullAway") // nothing here asks for the tables
    private static final FoldedView<GroupEvent, GroupState> VIEW = new GroupView(null);

    private FoldedGroups() {}

    public static FoldedView<GroupEvent, GroupState> view() {
        return VIEW;
    }

    public static String write(GroupState state) {
        return GroupStateJson.write(state);
    }

    public static GroupState read(String json) {
        return GroupStateJson.read(json);
    }

    /** Whether the aggregate would leave this fact out, as it holds already. */
    public static boolean holds(GroupState state, GroupEvent fact) {
        return state.holds(fact);
    }
}
