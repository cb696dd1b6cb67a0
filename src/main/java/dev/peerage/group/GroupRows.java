package dev.peerage.group;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Looks groups up in the directory view. Each look-up is one statement, which needs no transaction. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface GroupRows extends Repository<GroupRow, String> {

    /** Also a deleted one. */
    Optional<GroupRow> findById(String id);

    List<GroupRow> findByDeletedFalseAndIdGreaterThanOrderById(String id, Limit limit);
}
