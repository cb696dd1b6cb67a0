package dev.peerage.user;

import static dev.peerage.eventstore.Writing.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Writing;
import dev.peerage.kernel.HybridTime;
import dev.peerage.testing.TestDatabase;
import dev.peerage.user.UserEvent.UserAttributeSet;
import dev.peerage.user.UserEvent.UserDeleted;
import dev.peerage.user.UserEvent.UserEmailSet;
import dev.peerage.user.UserEvent.UserUsernameSet;
import java.time.Instant;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that an earlier release has filled has claims and conflicts from its migration on. */
class UserRowsOfBeforeTest {

    private static final UserId HOMER = new UserId("homer");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient sql = JdbcClient.create(database.dataSource());

    @Test
    void migrationFillsWhatTheViewWouldHaveWritten() {
        migrate("3");
        sql.sql("insert into this_region (name) values ('eu')").update();
        insert(
                "homer",
                in("eu").at(NOON).event(new UserUsernameSet(HOMER, "Homer")).event(new UserEmailSet(HOMER, null)),
                in("eu").after(2).at(NOON.plusSeconds(2)).event(new UserAttributeSet(HOMER, "team", "7g")),
                in("us").at(NOON.plusSeconds(3)).event(new UserAttributeSet(HOMER, "team", "8h")));
        insert("marge", in("us").at(NOON).event(new UserUsernameSet(HOMER, "Marge")));
        insert("bart", in("us").event(new UserUsernameSet(HOMER, "Bart")).event(new UserDeleted(HOMER)));

        migrate("latest");

        assertThat(row("homer")).isEqualTo(time(0) + " eu 0 none 1 " + time(3));
        assertThat(row("marge")).isEqualTo(time(0) + " us 0 none 0 " + time(0));
        assertThat(row("bart")).isEqualTo("0 none 0 none 0 0");
        assertThat(sql.sql("select kind || ' ' || value || ' ' || subject from unique_value_elsewhere")
                        .query((row, _) -> row.getString(1))
                        .list())
                .containsExactly("username marge user/marge");
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db")
                .target(target)
                .load()
                .migrate();
    }

    private void insert(String id, Writing... writings) {
        UserState state = UserState.none();
        for (StampedEvent<?> event : Writing.history(writings)) {
            state = state.with((UserEvent) event.event(), event.stamp());
        }
        sql.sql("""
                        insert into directory_user
                            (id, username, username_key, name, email, email_key, active, deleted, version, state)
                        values (?, ?, ?, null, null, null, true, ?, ?, ?::jsonb)
                        """)
                .params(Arrays.asList(
                        id,
                        state.username().value(),
                        UniqueField.USERNAME.key(state),
                        state.deleted(),
                        state.version().toString(),
                        UserStateJson.write(state)))
                .update();
    }

    private String row(String id) {
        return sql.sql("""
                        select concat_ws(' ', coalesce(username_time, 0), coalesce(username_region, 'none'),
                                         coalesce(email_time, 0), coalesce(email_region, 'none'),
                                         conflicts, coalesce(latest, 0))
                        from directory_user where id = ?
                        """)
                .param(id)
                .query((row, _) -> row.getString(1))
                .single();
    }

    private static long time(int seconds) {
        return HybridTime.of(NOON.plusSeconds(seconds).toEpochMilli(), 0).value();
    }
}
