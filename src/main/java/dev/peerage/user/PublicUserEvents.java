package dev.peerage.user;

import dev.peerage.feed.PublicEvents;
import dev.peerage.user.UserEvent.UserActiveSet;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserNameSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the facts of a user say in public. */
@Component
class PublicUserEvents implements PublicEvents<UserEvent> {

    private record Username(String userId, String username) {}

    private record Name(String userId, @Nullable String name) {}

    private record Email(String userId, @Nullable String email) {}

    private record Active(String userId, boolean active) {}

    private record Attribute(
            String userId, String key, @Nullable String value) {}

    private record Deleted(String userId) {}

    @Override
    public Class<UserEvent> events() {
        return UserEvent.class;
    }

    @Override
    public Map<Class<? extends UserEvent>, String> types() {
        return Map.of(
                UserUsernameSet.class, "user.username-set",
                UserNameSet.class, "user.name-set",
                UserEmailSet.class, "user.email-set",
                UserActiveSet.class, "user.active-set",
                UserAttributeSet.class, "user.attribute-set",
                UserDeleted.class, "user.deleted");
    }

    @Override
    public Record data(UserEvent event) {
        String id = event.userId().value();
        return switch (event) {
            case UserUsernameSet set -> new Username(id, set.username());
            case UserNameSet set -> new Name(id, set.name());
            case UserEmailSet set -> new Email(id, set.email());
            case UserActiveSet set -> new Active(id, set.active());
            case UserAttributeSet set -> new Attribute(id, set.key(), set.value());
            case UserDeleted _ -> new Deleted(id);
        };
    }
}
