package dev.peerage.group;

import dev.peerage.convergence.ConvergentRows;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Looks groups up in the directory view. Each look-up is one statement, which needs no transaction. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface GroupRows extends Repository<GroupRow, String>, ConvergentRows<GroupRow> {

    /** Also a deleted one. */
    Optional<GroupRow> findById(String id);

    List<GroupRow> findByDeletedFalseAndIdGreaterThanOrderById(String id, Limit limit);

    List<GroupRow> findByDeletedFalseAndIdIn(Collection<String> ids);

    @Override
    @Query("select g from GroupRow g where g.conflicts > 0 and g.id >= :fromId order by g.id")
    List<GroupRow> inConflict(String fromId, Limit limit);

    @Override
    @Query("select coalesce(sum(g.conflicts), 0) from GroupRow g where g.conflicts > 0")
    long conflicts();

    @Override
    @Query("select g from GroupRow g where g.latest > :time order by g.id")
    List<GroupRow> stampedAfter(long time, Limit limit);

    @Override
    @Query(nativeQuery = true, value = """
            select count(*) from directory_group r cross join lateral (
                select value from jsonb_each(r.state)) f (field)
            where r.latest > :time and cast(f.field #>> '{0,3}' as bigint) > :time
            """)
    long fieldsStampedAfter(long time);
}
