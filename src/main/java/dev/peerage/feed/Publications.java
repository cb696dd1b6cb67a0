package dev.peerage.feed;

import dev.peerage.kernel.OriginPositions;
import java.sql.Connection;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** How far publishers have come, whichever node of the region they run on. */
@Component
class Publications {

    private final JdbcClient jdbc;

    Publications(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** The place behind what was acknowledged; before the first event if nothing was. */
    OriginPositions position(String publisher) {
        return jdbc.sql("select position from publisher where name = ?")
                .param(publisher)
                .query(String.class)
                .optional()
                .map(OriginPositions::decode)
                .orElse(OriginPositions.none());
    }

    /** Why a publisher does not go on; empty if it does. */
    Optional<String> error(String publisher) {
        return jdbc.sql("select error from publisher where name = ? and error is not null")
                .param(publisher)
                .query(String.class)
                .optional();
    }

    /** Everything before a place was acknowledged. */
    void isAt(Connection connection, String publisher, OriginPositions place) {
        JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("""
                        insert into publisher (name, position) values (?, ?)
                        on conflict (name) do update set position = excluded.position, error = null
                        """)
                .params(publisher, place.encode())
                .update();
    }

    /** It does not go on for now; what was acknowledged stays. */
    void failed(String publisher, String why) {
        jdbc.sql("""
                        insert into publisher (name, position, error) values (?, ?, ?)
                        on conflict (name) do update set error = excluded.error
                        """).params(publisher, OriginPositions.none().encode(), why).update();
    }
}
