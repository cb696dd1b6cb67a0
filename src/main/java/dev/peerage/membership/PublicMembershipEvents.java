package dev.peerage.membership;

import dev.peerage.feed.PublicEvents;
import dev.peerage.membership.MembershipEvent.MembershipAdded;
import dev.peerage.membership.MembershipEvent.MembershipRemoved;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the facts of a membership say in public. */
@Component
class PublicMembershipEvents implements PublicEvents<MembershipEvent> {

    private record Ids(String groupId, String userId) {}

    @Override
    public Class<MembershipEvent> events() {
        return MembershipEvent.class;
    }

    @Override
    public Map<Class<? extends MembershipEvent>, String> types() {
        return Map.of(
                MembershipAdded.class, "membership.added",
                MembershipRemoved.class, "membership.removed");
    }

    @Override
    public Record data(MembershipEvent event) {
        return new Ids(event.groupId().value(), event.userId().value());
    }
}
