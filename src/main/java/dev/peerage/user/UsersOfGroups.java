package dev.peerage.user;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Who belongs to a group, which memberships know and users do not. */
public interface UsersOfGroups {

    /** The ids of users that a group shows as its members; at most {@code limit}. */
    List<String> in(String groupId, int limit);

    /** Those of the users that a group shows as its members. */
    Set<String> in(String groupId, Collection<String> userIds);
}
