package dev.peerage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

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
                .load();
        new NewerSchemaRefused().migrate(flyway);
        return flyway;
    }
}
