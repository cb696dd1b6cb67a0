package dev.peerage.membership;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks memberships up in the directory view, together with their groups and users. Each look-up is one statement,
 * which needs no transaction.
 */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface MembershipRows extends Repository<MembershipRow, MembershipKey> {

    /**
     * The reading that the group's policy chooses says member, and neither the group nor the user is unknown or
     * deleted.
     */
    String SHOWN = """
            (g.membership = 'add-wins' and m.addWins = true or g.membership = 'remove-wins' and m.removeWins = true)
            and g.deleted = false and u.deleted = false
            """;

    /** Shown or not. */
    @Query("""
            select new dev.peerage.membership.ReferencedMembership(
                m, g.membership, g.deleted, g.version, u.deleted, u.version)
            from MembershipRow m
            left join GroupReference g on g.id = m.key.groupId
            left join UserReference u on u.id = m.key.userId
            where m.key.groupId = :groupId and m.key.userId = :userId
            """)
    Optional<ReferencedMembership> find(String groupId, String userId);

    @Query("""
            select new dev.peerage.membership.Member(m.key.userId, u.username, u.name)
            from MembershipRow m
            join GroupReference g on g.id = m.key.groupId
            join UserReference u on u.id = m.key.userId
            where m.key.groupId = :groupId and m.key.userId > :after and
            """ + SHOWN + "order by m.key.userId")
    List<Member> members(String groupId, String after, Limit limit);

    @Query("""
            select m.key.userId
            from MembershipRow m
            join GroupReference g on g.id = m.key.groupId
            join UserReference u on u.id = m.key.userId
            where m.key.groupId = :groupId and
            """ + SHOWN)
    List<String> memberIds(String groupId, Limit limit);

    /** Those of the users who are members. */
    @Query("""
            select m.key.userId
            from MembershipRow m
            join GroupReference g on g.id = m.key.groupId
            join UserReference u on u.id = m.key.userId
            where m.key.groupId = :groupId and m.key.userId in :userIds and
            """ + SHOWN)
    Set<String> memberIds(String groupId, Collection<String> userIds);

    @Query("""
            select new dev.peerage.membership.GroupOfUser(m.key.groupId, g.name)
            from MembershipRow m
            join GroupReference g on g.id = m.key.groupId
            join UserReference u on u.id = m.key.userId
            where m.key.userId = :userId and m.key.groupId > :after and
            """ + SHOWN + "order by m.key.groupId")
    List<GroupOfUser> groups(String userId, String after, Limit limit);

    @Query("select count(g) > 0 from GroupReference g where g.id = :groupId and g.deleted = false")
    boolean groupExists(String groupId);

    @Query("select count(u) > 0 from UserReference u where u.id = :userId and u.deleted = false")
    boolean userExists(String userId);
}
