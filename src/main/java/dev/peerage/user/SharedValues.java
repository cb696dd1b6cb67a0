package dev.peerage.user;

import dev.peerage.eventstore.ValuesElsewhere;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Register;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a batch of users means for others who want, or show, the same unique values. */
final class SharedValues {

    /**
     * The offsets keep PostgreSQL from making joins of the look-ups: while it has counted no values yet, as in a table that
     * is being filled, it would rather read all users for each batch than trust an index.
     */
    private static final String OTHERS = """
            select o.id from unnest(?::text[], ?::text[]) s (value, id)
            cross join lateral (select id from directory_user where username_key = s.value offset 0) o where o.id <> s.id
            union all
            select o.id from unnest(?::text[], ?::text[]) s (value, id)
            cross join lateral (select id from directory_user where email_key = s.value offset 0) o where o.id <> s.id
            """;

    private final Map<String, UserState> before;
    private final Map<String, UserState> after;

    /** Subjects and their states; of those that had none, there is none before. */
    SharedValues(Map<String, UserState> before, Map<String, UserState> after) {
        this.before = before;
        this.after = after;
    }

    private record Value(String value, UserId user) {}

    /**
     * The subjects of other users who show what one of these shows or has shown until now: they may have become
     * contested, or be so no longer.
     */
    Collection<String> others(JdbcTemplate jdbc) {
        List<Value> usernames = changed(UniqueField.USERNAME);
        List<Value> emails = changed(UniqueField.EMAIL);
        if (usernames.isEmpty() && emails.isEmpty()) {
            return Set.of();
        }
        return jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(OTHERS);
                    statement.setArray(1, connection.createArrayOf("text", texts(usernames, Value::value)));
                    statement.setArray(
                            2,
                            connection.createArrayOf(
                                    "text",
                                    texts(usernames, value -> value.user().value())));
                    statement.setArray(3, connection.createArrayOf("text", texts(emails, Value::value)));
                    statement.setArray(
                            4,
                            connection.createArrayOf(
                                    "text", texts(emails, value -> value.user().value())));
                    return statement;
                },
                (row, _) -> new UserId(row.getString(1)).subject());
    }

    private List<Value> changed(UniqueField field) {
        List<Value> values = new ArrayList<>();
        after.forEach((subject, state) -> {
            UserState former = before.getOrDefault(subject, UserState.none());
            if (!Objects.equals(field.shown(former), field.shown(state))) {
                UserId user = UserId.ofSubject(subject);
                add(values, field.key(former), user);
                add(values, field.key(state), user);
            }
        });
        return values;
    }

    private static void add(List<Value> values, @Nullable String value, UserId user) {
        if (value != null) {
            values.add(new Value(value, user));
        }
    }

    private static String[] texts(List<Value> values, Function<Value, String> column) {
        return values.stream().map(column).toArray(String[]::new);
    }

    /** Keeps {@link ValuesElsewhere}, at no cost unless other regions have written of these users' values. */
    void keepElsewhere(JdbcTemplate jdbc, Region here) {
        Set<String> subjects = new TreeSet<>();
        List<ValuesElsewhere.Shown> shown = new ArrayList<>();
        after.forEach((subject, state) -> {
            for (UniqueField field : UniqueField.values()) {
                String value = isElsewhere(field.shown(state), here) ? field.key(state) : null;
                if (value != null) {
                    shown.add(new ValuesElsewhere.Shown(field.kind(), value, subject));
                }
                if (value != null || isElsewhere(field.shown(before.getOrDefault(subject, UserState.none())), here)) {
                    subjects.add(subject);
                }
            }
        });
        if (!subjects.isEmpty()) {
            ValuesElsewhere.replace(jdbc, subjects, shown);
        }
    }

    private static boolean isElsewhere(Register.@Nullable Sibling<?> shown, Region here) {
        return shown != null && !shown.dot().region().equals(here);
    }
}
