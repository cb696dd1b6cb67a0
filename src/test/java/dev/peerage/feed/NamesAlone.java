package dev.peerage.feed;

import dev.peerage.user.UserEvent;
import dev.peerage.user.UserEvent.UserNameSet;
import java.util.Map;

/** For tests that are about anything but what events say. */
final class NamesAlone implements PublicEvents<UserEvent> {

    private record Nothing() {}

    @Override
    public Class<UserEvent> events() {
        return UserEvent.class;
    }

    @Override
    public Map<Class<? extends UserEvent>, String> types() {
        return Map.of(UserNameSet.class, "user.name-set");
    }

    @Override
    public Record data(UserEvent event) {
        return new Nothing();
    }
}
