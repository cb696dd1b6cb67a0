package dev.peerage.group;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** Looks groups up in the directory view. */
interface GroupRows extends Repository<GroupRow, String> {

    /** Also a deleted one. */
    Optional<GroupRow> findById(String id);

    List<GroupRow> findByDeletedFalseAndIdGreaterThanOrderById(String id, Limit limit);
}
