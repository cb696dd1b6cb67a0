package dev.peerage.membership;

import dev.peerage.user.UsersOfGroups;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

@Component
class MembersOfGroups implements UsersOfGroups {

    private final MembershipRows rows;

    MembersOfGroups(MembershipRows rows) {
        this.rows = rows;
    }

    @Override
    public List<String> in(String groupId, int limit) {
        return rows.memberIds(groupId, Limit.of(limit));
    }

    @Override
    public Set<String> in(String groupId, Collection<String> userIds) {
        return userIds.isEmpty() ? Set.of() : rows.memberIds(groupId, userIds);
    }
}
