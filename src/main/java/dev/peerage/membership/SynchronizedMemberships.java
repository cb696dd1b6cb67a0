package dev.peerage.membership;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.group.GroupEvent;
import dev.peerage.group.GroupEvent.GroupDeleted;
import dev.peerage.group.GroupEvent.GroupMembershipPolicySet;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.sync.SynchronizedResources;
import dev.peerage.user.UserEvent;
import dev.peerage.user.UserEvent.UserDeleted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Memberships, as consumers keep a copy of them: what {@link MembershipRows} shows. */
@Component
@Order(3)
class SynchronizedMemberships implements SynchronizedResources {

    private static final String SHOWN = """
            select m.group_id, m.user_id, g.membership, m.state
            from directory_membership m
            join directory_group g on g.id = m.group_id and not g.deleted
            join directory_user u on u.id = m.user_id and not u.deleted
            where case g.membership when 'remove-wins' then m.remove_wins else m.add_wins end
            """;

    /** Those that some policy may show; who is a member by neither was removed by an event of its own. */
    private static final String OF_GROUPS = """
            select e.number, m.group_id, m.user_id
            from unnest(:numbers::int[], :ids::text[], :after::text[]) e (number, id, after)
            cross join lateral (
                select group_id, user_id from directory_membership
                where group_id = e.id and user_id > e.after and (add_wins or remove_wins)
                order by user_id limit :limit) m
            order by e.number, m.user_id limit :limit
            """;

    private static final String OF_USERS = """
            select e.number, m.group_id, m.user_id
            from unnest(:numbers::int[], :ids::text[], :after::text[]) e (number, id, after)
            cross join lateral (
                select group_id, user_id from directory_membership
                where user_id = e.id and group_id > e.after and (add_wins or remove_wins)
                order by group_id limit :limit) m
            order by e.number, m.group_id limit :limit
            """;

    private final JdbcClient jdbc;

    SynchronizedMemberships(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    public String type() {
        return "membership";
    }

    private static String id(String groupId, String userId) {
        return groupId + "/" + userId;
    }

    private static String groupOf(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }

    private static String userOf(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    private static final RowMapper<Shown> ROW = (row, _) -> {
        String groupId = row.getString(1);
        String userId = row.getString(2);
        MembershipState state = MembershipStateJson.read(row.getString(4));
        return new Shown(
                id(groupId, userId),
                new MembershipResource(
                        groupId,
                        userId,
                        state.element()
                                .since(MembershipPolicy.of(row.getString(3)))
                                .orElseThrow()
                                .instant()));
    };

    @Override
    public List<Shown> after(String id, int limit) {
        return jdbc.sql(SHOWN
                        + "and (m.group_id, m.user_id) > (:group, :user) order by m.group_id, m.user_id limit :limit")
                .param("group", groupOf(id))
                .param("user", userOf(id))
                .param("limit", limit)
                .query(ROW)
                .list();
    }

    @Override
    public Map<String, Object> shown(Collection<String> ids) {
        return jdbc
                .sql(SHOWN + "and (m.group_id, m.user_id) in (select * from unnest(:groups::text[], :users::text[]))")
                .param(
                        "groups",
                        ids.stream().map(SynchronizedMemberships::groupOf).toArray(String[]::new))
                .param(
                        "users",
                        ids.stream().map(SynchronizedMemberships::userOf).toArray(String[]::new))
                .query(ROW)
                .list()
                .stream()
                .collect(Collectors.toMap(Shown::id, Shown::resource));
    }

    /**
     * Those of a group or user that has become known, or is deleted, and those of a group whose memberships are read
     * another way.
     */
    @Override
    public List<Affected> affected(List<StampedEvent<DomainEvent>> events, String after, int limit) {
        List<Cause> groups = new ArrayList<>();
        List<Cause> users = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            StampedEvent<DomainEvent> each = events.get(i);
            // its region had none of the subject before it, and perhaps no region had
            boolean first = each.stamp().dot().sequence() == 1;
            String behind = i == 0 ? after : "";
            if (each.event() instanceof GroupEvent event
                    && (first || event instanceof GroupDeleted || event instanceof GroupMembershipPolicySet)) {
                groups.add(new Cause(i, event.groupId().value(), userOf(behind)));
            } else if (each.event() instanceof UserEvent event && (first || event instanceof UserDeleted)) {
                users.add(new Cause(i, event.userId().value(), groupOf(behind)));
            }
        }
        List<Affected> affected = new ArrayList<>(affected(OF_GROUPS, groups, limit));
        affected.addAll(affected(OF_USERS, users, limit));
        // an event has those of a group or of a user, and they stay in their order
        affected.sort(Comparator.comparing(Affected::event));
        return affected.size() > limit ? affected.subList(0, limit) : affected;
    }

    /** @param after the id of the other side behind which memberships are wanted */
    private record Cause(int event, String id, String after) {}

    private List<Affected> affected(String query, List<Cause> causes, int limit) {
        if (causes.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(query)
                .param("numbers", causes.stream().map(Cause::event).toArray(Integer[]::new))
                .param("ids", causes.stream().map(Cause::id).toArray(String[]::new))
                .param("after", causes.stream().map(Cause::after).toArray(String[]::new))
                .param("limit", limit)
                .query((row, _) -> new Affected(row.getInt(1), id(row.getString(2), row.getString(3))))
                .list();
    }
}
