package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The regions that have written what is in a log. */
public final class Origins {

    /** Begins a query of {@code each_origin}, which also has a row without a region: one step in an index for each. */
    static final String EACH = """
            with recursive each_origin (region) as (
                select min(origin) from event
                union all
                select (select min(origin) from event e where e.origin > o.region) from each_origin o where o.region is not null
            )
            """;

    private Origins() {}

    /**
     * The regions, and of each the highest position of an event, as that region's database put it.
     *
     * @param log the database of any region
     */
    public static SortedMap<Region, Long> lastPositions(DataSource log) {
        SortedMap<Region, Long> last = new TreeMap<>();
        JdbcClient.create(log).sql(EACH + """
                        select region, (select max(origin_position) from event where origin = region)
                        from each_origin where region is not null
                        """).query(row -> {
            last.put(Region.of(row.getString(1)), row.getLong(2));
        });
        return last;
    }
}
