package dev.peerage.user;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which of a user's unique values another user has the earlier claim to, as far as the directory view knows. */
@Component
class ContestedValues {

    /** The user's own row may be older than the state that is asked about. */
    private static final String EARLIER = """
            select exists (
                       select from directory_user
                       where username_key = :username and id <> :id
                       and (username_time, username_region, id) < (:usernameTime, :usernameRegion, :id)),
                   exists (
                       select from directory_user
                       where email_key = :email and id <> :id
                       and (email_time, email_region, id) < (:emailTime, :emailRegion, :id))
            """;

    private static final String COUNT = """
            select coalesce(sum(users - 1), 0) from (
                select count(*) as users from directory_user where username_key is not null
                group by username_key having count(*) > 1
                union all
                select count(*) from directory_user where email_key is not null
                group by email_key having count(*) > 1) shared
            """;

    private final JdbcClient jdbc;

    ContestedValues(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The names of the fields, of a state that may be newer than the view's. */
    List<String> of(UserId user, UserState state) {
        Claim username = UniqueField.USERNAME.claim(user, state);
        Claim email = UniqueField.EMAIL.claim(user, state);
        if (username == null && email == null) {
            return List.of();
        }
        return jdbc.sql(EARLIER)
                .param("id", user.value())
                .param("username", UniqueField.USERNAME.key(state), Types.VARCHAR)
                .param("usernameTime", time(username))
                .param("usernameRegion", region(username))
                .param("email", UniqueField.EMAIL.key(state), Types.VARCHAR)
                .param("emailTime", time(email))
                .param("emailRegion", region(email))
                .query((row, _) -> named(row.getBoolean(1), row.getBoolean(2)))
                .single();
    }

    private static long time(@Nullable Claim claim) {
        return claim == null ? 0 : claim.time().value();
    }

    private static String region(@Nullable Claim claim) {
        return claim == null ? "" : claim.region().name();
    }

    /** The names of the fields, of which it is known whether they are contested. */
    static List<String> named(boolean username, boolean email) {
        List<String> contested = new ArrayList<>(2);
        if (username) {
            contested.add(Username.KIND);
        }
        if (email) {
            contested.add(Email.KIND);
        }
        return contested;
    }

    /** How many values users show to which another has the earlier claim. Looks at all users. */
    long count() {
        return jdbc.sql(COUNT).query(Long.class).single();
    }
}
