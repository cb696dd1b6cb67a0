package dev.peerage.user;

import dev.peerage.kernel.Region;
import dev.peerage.views.FoldedView;

/** The view of users without its tables, for tests of all modules together: how it folds, and how a row keeps a state. */
public final class FoldedUsers {

    @SuppressWarnings("NullAway") // nothing here asks for the tables
    private static final FoldedView<UserEvent, UserState> VIEW = new UserView(null, Region.of("local"));

    private FoldedUsers() {}

    public static FoldedView<UserEvent, UserState> view() {
        return VIEW;
    }

    public static String write(UserState state) {
        return UserStateJson.write(state);
    }

    public static UserState read(String json) {
        return UserStateJson.read(json);
    }

    /** Whether the aggregate would leave this fact out, as it holds already. */
    public static boolean holds(UserState state, UserEvent fact) {
        return state.holds(fact);
    }
}
