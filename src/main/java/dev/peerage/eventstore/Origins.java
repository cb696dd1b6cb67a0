package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The regions that have written what is in a log. */
public final class Origins {

    private Origins() {}

    /**
     * The regions, and of each the highest position of an event, as that region's database put it.
     *
     * @param log the database of any region
     */
    public static SortedMap<Region, Long> lastPositions(DataSource log) {
        SortedMap<Region, Long> last = new TreeMap<>();
        // one step in the index for each region, and not one for each event
        JdbcClient.create(log).sql("""
                        with recursive o (origin) as (
                            select min(origin) from event
                            union all
                            select (select min(origin) from event e where e.origin > o.origin) from o where o.origin is not null
                        )
                        select origin, (select max(origin_position) from event e where e.origin = o.origin)
                        from o where origin is not null
                        """).query(row -> {
            last.put(Region.of(row.getString(1)), row.getLong(2));
        });
        return last;
    }
}
