package dev.peerage.database;

import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Migrates the schema, unless a later release has already: this one does not know what that made of the data, and
 * Flyway would just go on.
 */
final class NewerSchemaRefused implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        List<String> newer = Arrays.stream(flyway.info().applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(NewerSchemaRefused::describe)
                .toList();
        if (!newer.isEmpty()) {
            throw new StartRefused(
                    "The database's schema is of a later release of Peerage. This one does not know: %s."
                            .formatted(String.join(", ", newer)),
                    "Start the release that last ran on this database, or a later one;"
                            + " or restore a backup from before the upgrade.");
        }
        flyway.migrate();
    }

    private static String describe(MigrationInfo migration) {
        return "%s %s".formatted(migration.getVersion(), migration.getDescription());
    }
}
