package dev.peerage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.sql.Connection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class NewerSchemaRefusedTest {

    private final TestDatabase database = TestDatabase.create();

    @Test
    void theSchemaOfALaterReleaseIsRefused() {
        migrate("later");

        assertThatThrownBy(() -> migrate("earlier"))
                .isInstanceOfSatisfying(
                        StartRefused.class,
                        refused -> assertThat(refused.action())
                                .contains("Start the release that last ran on this database"))
                .hasMessageContaining("does not know: 2 colour of things");
    }

    @Test
    void theSchemaOfALaterReleaseThatHasOnlyAddedToItIsTaken() {
        migrate("later");
        floor(1);

        assertThat(migrate("earlier").info().current().getVersion().getVersion())
                .isEqualTo("2");
    }

    @Test
    void theSchemaOfALaterReleaseThatHasTakenSomethingAwayIsRefused() {
        migrate("later");
        floor(2);

        assertThatThrownBy(() -> migrate("earlier")).isInstanceOf(StartRefused.class);
    }

    @Test
    void aMigrationGivesWayToWhoReadsAtLengthSoThatAllOthersCan() throws Exception {
        migrate("earlier");
        try (Connection reader = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("select * from thing");

            Future<Flyway> migrating = threads.submit(() -> migrate("later"));
            JdbcClient sql = JdbcClient.create(database.dataSource());
            await().until(() ->
                    sql.sql("select count(*) from pg_locks where not granted and relation = 'thing'::regclass")
                                    .query(Long.class)
                                    .single()
                            > 0);
            other.createStatement().execute("set statement_timeout = '20s'");
            other.createStatement().execute("select * from thing");
            assertThat(migrating).isNotDone();

            reader.rollback();
            assertThat(migrating.get().info().current().getVersion().getVersion())
                    .isEqualTo("2");
        }
    }

    private void floor(int version) {
        JdbcClient sql = JdbcClient.create(database.dataSource());
        sql.sql("create table schema_floor (version integer not null)").update();
        sql.sql("insert into schema_floor values (?)").param(version).update();
    }

    @Test
    void theSchemaOfAnEarlierReleaseIsMigrated() {
        migrate("earlier");
        Flyway flyway = migrate("later");

        assertThat(flyway.info().current().getVersion().getVersion()).isEqualTo("2");
        migrate("later");
    }

    private Flyway migrate(String release) {
        Flyway flyway = Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:dev/peerage/database/" + release)
                .callbacks(new MigrationsGiveWay())
                .load();
        new NewerSchemaRefused().migrate(flyway);
        return flyway;
    }
}
