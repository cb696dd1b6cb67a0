package dev.peerage.group;

import dev.peerage.feed.PublicEvents;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupDescriptionSet;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.group.GroupEvent.GroupNameSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the facts of a group say in public. */
@Component
class PublicGroupEvents implements PublicEvents<GroupEvent> {

    private record Name(String groupId, String name) {}

    private record Description(String groupId, @Nullable String description) {}

    private record Policy(String groupId, String membership) {}

    private record Deleted(String groupId) {}

    @Override
    public Class<GroupEvent> events() {
        return GroupEvent.class;
    }

    @Override
    public Map<Class<? extends GroupEvent>, String> types() {
        return Map.of(
                GroupNameSet.class, "group.name-set",
                GroupDescriptionSet.class, "group.description-set",
                GroupMembershipPolicySet.class, "group.membership-set",
                GroupDeleted.class, "group.deleted");
    }

    @Override
    public Record data(GroupEvent event) {
        String id = event.groupId().value();
        return switch (event) {
            case GroupNameSet set -> new Name(id, set.name());
            case GroupDescriptionSet set -> new Description(id, set.description());
            case GroupMembershipPolicySet set -> new Policy(id, set.membership().toString());
            case GroupDeleted _ -> new Deleted(id);
        };
    }
}
