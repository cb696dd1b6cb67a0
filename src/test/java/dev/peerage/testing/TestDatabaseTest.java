package dev.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PeerageTest
class TestDatabaseTest {

    @Autowired
    JdbcClient application;

    @Test
    void everyCallerGetsAnEmptyDatabaseOfItsOwn() {
        JdbcClient one = JdbcClient.create(TestDatabase.create().dataSource());
        JdbcClient other = JdbcClient.create(TestDatabase.create().dataSource());

        one.sql("CREATE TABLE thing ()").update();

        assertThat(tables(one)).isEqualTo(1);
        assertThat(tables(other)).isZero();
        assertThat(databaseOf(application)).startsWith("test").isNotIn(databaseOf(one), databaseOf(other));
    }

    @Test
    void aKilledServerRestartsWithItsData() {
        try (TestDatabase.Server server = TestDatabase.Server.start()) {
            TestDatabase database = server.create();
            JdbcClient.create(database.dataSource())
                    .sql("CREATE TABLE thing ()")
                    .update();
            int port = server.port();

            server.kill();
            server.restart();

            assertThat(tables(JdbcClient.create(database.dataSource()))).isEqualTo(1);
            assertThat(server.port()).isEqualTo(port);
        }
    }

    private static int tables(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                .query(Integer.class)
                .single();
    }

    private static String databaseOf(JdbcClient jdbc) {
        return jdbc.sql("SELECT current_database()").query(String.class).single();
    }
}
