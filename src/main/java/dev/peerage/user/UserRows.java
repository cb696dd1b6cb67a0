package dev.peerage.user;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Looks users up in the directory view. Each look-up is one statement, which needs no transaction around it. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface UserRows extends Repository<UserRow, String> {

    /** Also a deleted one. */
    Optional<UserRow> findById(String id);

    List<UserRow> findByDeletedFalseAndIdGreaterThanOrderById(String id, Limit limit);

    List<UserRow> findByUsernameKeyAndDeletedFalse(String usernameKey);

    List<UserRow> findByEmailKeyAndDeletedFalse(String emailKey);
}
