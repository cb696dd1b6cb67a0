package dev.peerage.eventstore;

import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables of unique values, as whoever has claimed in vain looks into them. */
final class ValueHolders {

    private final JdbcTemplate jdbc;

    ValueHolders(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who holds these values, be it by this region or another; what nobody holds is left out. The version of a grant's
     * row says which grant it is: who is given the value again has another.
     */
    Map<UniqueValues.Key, List<Holder>> of(Collection<UniqueValues.Key> values) {
        Map<UniqueValues.Key, List<Holder>> holders = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement("""
                            with asked as materialized (select * from unnest(?::text[], ?::text[]) v (kind, value))
                            select kind, value, subject, max(granting) from (
                                select kind, value, u.subject, u.xmin::text as granting
                                from asked join unique_value u using (kind, value)
                                union all
                                select kind, value, e.subject, ''
                                from asked join unique_value_elsewhere e using (kind, value)) h
                            group by kind, value, subject
                            """);
                    statement.setArray(1, EventLog.texts(connection, values, UniqueValues.Key::kind));
                    statement.setArray(2, EventLog.texts(connection, values, UniqueValues.Key::value));
                    return statement;
                },
                row -> {
                    holders.computeIfAbsent(
                                    new UniqueValues.Key(row.getString(1), row.getString(2)), _ -> new ArrayList<>())
                            .add(new Holder(row.getString(3), row.getString(4)));
                });
        return holders;
    }
}
