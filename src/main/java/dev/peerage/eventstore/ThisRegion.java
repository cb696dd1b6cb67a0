package dev.peerage.eventstore;

import dev.peerage.database.StartRefused;
import dev.peerage.kernel.Region;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database is of one region for ever: the name is in every event that it has written. */
final class ThisRegion {

    private ThisRegion() {}

    /**
     * Makes the database that of the region, if it is new.
     *
     * @throws StartRefused if it is another region's
     */
    static void claim(Region region, DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("insert into this_region (name) values (:name) on conflict do nothing")
                .param("name", region.name())
                .update();
        String name = jdbc.sql("select name from this_region")
                .query((row, _) -> row.getString(1))
                .single();
        if (!name.equals(region.name())) {
            throw new StartRefused(
                    "The database is that of the region %s, and peerage.region is %s.".formatted(name, region.name()),
                    "Set peerage.region to %s; or give the region %s a data directory or database of its own."
                            .formatted(name, region.name()));
        }
    }
}
