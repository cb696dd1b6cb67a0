package dev.peerage.user;

import dev.peerage.convergence.ConvergentRows;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Looks users up in the directory view. Each look-up is one statement, which needs no transaction around it. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface UserRows extends Repository<UserRow, String>, ConvergentRows<UserRow> {

    /** Also a deleted one. */
    Optional<UserRow> findById(String id);

    List<UserRow> findByDeletedFalseAndIdGreaterThanOrderById(String id, Limit limit);

    List<UserRow> findByDeletedFalseAndIdIn(Collection<String> ids);

    @Query(
            "select new dev.peerage.user.SynchronizedUsers$Showing(u.id, u.usernameKey) from UserRow u where u.usernameKey in :keys")
    List<SynchronizedUsers.Showing> whoShowUsernames(Collection<String> keys);

    @Query(
            "select new dev.peerage.user.SynchronizedUsers$Showing(u.id, u.emailKey) from UserRow u where u.emailKey in :keys")
    List<SynchronizedUsers.Showing> whoShowEmails(Collection<String> keys);

    /** Who shows the username, the holder first. */
    @Query("""
            select u from UserRow u where u.usernameKey = :key and u.deleted = false
            order by u.usernameTime, u.usernameRegion, u.id""")
    List<UserRow> byUsername(String key, Limit limit);

    /** Who shows the email, the holder first. */
    @Query("""
            select u from UserRow u where u.emailKey = :key and u.deleted = false
            order by u.emailTime, u.emailRegion, u.id""")
    List<UserRow> byEmail(String key, Limit limit);

    @Override
    @Query("select u from UserRow u where u.conflicts > 0 and u.id >= :fromId order by u.id")
    List<UserRow> inConflict(String fromId, Limit limit);

    @Override
    @Query("select coalesce(sum(u.conflicts), 0) from UserRow u where u.conflicts > 0")
    long conflicts();

    @Override
    @Query("select u from UserRow u where u.latest > :time order by u.id")
    List<UserRow> stampedAfter(long time, Limit limit);

    @Override
    @Query(nativeQuery = true, value = """
            select count(*) from directory_user r cross join lateral (
                select value from jsonb_each(r.state)
                union all
                select value from jsonb_each(r.state -> 'attributes')) f (field)
            where r.latest > :time and cast(f.field #>> '{0,3}' as bigint) > :time
            """)
    long fieldsStampedAfter(long time);
}
