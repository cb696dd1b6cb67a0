package dev.peerage.user;

import dev.peerage.eventstore.ShownValues;
import dev.peerage.eventstore.StampedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A user's username and email, by its events. */
@Component
class ShownUserValues implements ShownValues<UserEvent> {

    @Override
    public Class<UserEvent> events() {
        return UserEvent.class;
    }

    @Override
    public Map<String, String> of(List<StampedEvent<UserEvent>> history) {
        UserState state = UserState.none();
        for (StampedEvent<UserEvent> next : history) {
            state = state.with(next.event(), next.stamp());
        }
        Map<String, String> shown = new HashMap<>();
        for (UniqueField field : UniqueField.values()) {
            String key = field.key(state);
            if (key != null) {
                shown.put(field.kind(), key);
            }
        }
        return shown;
    }
}
