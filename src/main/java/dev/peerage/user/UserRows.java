package dev.peerage.user;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** Looks users up in the directory view. */
interface UserRows extends Repository<UserRow, String> {

    /** Also a deleted one. */
    Optional<UserRow> findById(String id);

    List<UserRow> findByDeletedFalseAndIdGreaterThanOrderById(String id, Limit limit);

    List<UserRow> findByUsernameKeyAndDeletedFalseOrderById(String usernameKey, Limit limit);

    List<UserRow> findByEmailKeyAndDeletedFalseOrderById(String emailKey, Limit limit);
}
