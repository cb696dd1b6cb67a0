package dev.peerage.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Migrates the schema. If a later release has already, this one goes on as long as that has only added to what this one knows
 * (adr/0025), as {@code schema_floor} says; Flyway would just go on. Nobody is kept waiting by it for longer than a moment.
 */
final class NewerSchemaRefused implements FlywayMigrationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(NewerSchemaRefused.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    @Override
    public void migrate(Flyway flyway) {
        List<String> newer = Arrays.stream(flyway.info().applied())
                .filter(NewerSchemaRefused::isNewer)
                .map(NewerSchemaRefused::describe)
                .toList();
        if (!newer.isEmpty() && !isEnough(flyway)) {
            throw new StartRefused(
                    "The database's schema is of a later release of Peerage. This one does not know: %s."
                            .formatted(String.join(", ", newer)),
                    "Start the release that last ran on this database, or a later one;"
                            + " or restore a backup from before the upgrade.");
        }
        if (!newer.isEmpty()) {
            LOG.info(
                    "The database's schema is of a later release, which has added to it: {}", String.join(", ", newer));
        }
        while (!isMigrated(flyway)) {
            pause();
        }
    }

    /** Whether it is; not while somebody reads at length what it changes. */
    private static boolean isMigrated(Flyway flyway) {
        try {
            flyway.migrate();
            return true;
        } catch (FlywayException failed) {
            if (!isForLackOfLock(failed)) {
                throw failed;
            }
            LOG.info("The schema cannot be changed while it is read at length; it is tried again");
            return false;
        }
    }

    /** PostgreSQL's {@code lock_not_available}. */
    private static boolean isForLackOfLock(FlywayException failed) {
        return NestedExceptionUtils.getMostSpecificCause(failed) instanceof SQLException cause
                && "55P03".equals(cause.getSQLState());
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start", interrupted);
        }
    }

    /** Whether what this release knows is what one has to know. */
    private static boolean isEnough(Flyway flyway) {
        JdbcClient database = JdbcClient.create(flyway.getConfiguration().getDataSource());
        boolean isSaid = database.sql("select to_regclass('schema_floor') is not null")
                .query(Boolean.class)
                .single();
        return isSaid
                && known(flyway)
                        .isAtLeast(database.sql("select version::text from schema_floor")
                                .query(String.class)
                                .single());
    }

    private static MigrationVersion known(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> !isNewer(migration))
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.EMPTY);
    }

    private static boolean isNewer(MigrationInfo migration) {
        return migration.getState() == MigrationState.FUTURE_SUCCESS
                || migration.getState() == MigrationState.FUTURE_FAILED;
    }

    private static String describe(MigrationInfo migration) {
        return "%s %s".formatted(migration.getVersion(), migration.getDescription());
    }
}
