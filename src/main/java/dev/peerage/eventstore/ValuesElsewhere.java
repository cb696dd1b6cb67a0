package dev.peerage.eventstore;

import java.sql.PreparedStatement;
import java.util.Collection;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The unique values that subjects show by what other regions wrote. A view that folds their events keeps the table; the
 * statement that appends looks into it, so that no claim overlooks what this region could know.
 *
 * <p>It outlives the view's rows: emptied with them, a replay would have every value granted again until it is over.
 */
public final class ValuesElsewhere {

    /** A value in the form in which values are compared, and who shows it. */
    public record Shown(String kind, String value, String subject) {}

    private static final String REPLACE = """
            with shown as materialized (
                select * from unnest(?::text[], ?::text[], ?::text[]) s (kind, value, subject)
            ), gone as (
                delete from unique_value_elsewhere e where e.subject = any(?)
                and not exists (
                    select from shown s where s.kind = e.kind and s.value = e.value and s.subject = e.subject)
            )
            insert into unique_value_elsewhere (kind, value, subject)
            select kind, value, subject from shown
            on conflict do nothing
            """;

    private ValuesElsewhere() {}

    /**
     * From now on, these subjects show these values by what other regions wrote, and no others. Takes part in the
     * transaction of {@code jdbc}, as the view's rows do.
     */
    public static void replace(JdbcTemplate jdbc, Collection<String> subjects, Collection<Shown> shown) {
        jdbc.update(connection -> {
            PreparedStatement statement = connection.prepareStatement(REPLACE);
            statement.setArray(1, connection.createArrayOf("text", texts(shown, Shown::kind)));
            statement.setArray(2, connection.createArrayOf("text", texts(shown, Shown::value)));
            statement.setArray(3, connection.createArrayOf("text", texts(shown, Shown::subject)));
            statement.setArray(4, connection.createArrayOf("text", subjects.toArray(String[]::new)));
            return statement;
        });
    }

    private static String[] texts(Collection<Shown> shown, Function<Shown, String> column) {
        return shown.stream().map(column).toArray(String[]::new);
    }
}
