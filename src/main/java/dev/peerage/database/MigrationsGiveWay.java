package dev.peerage.database;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Has a migration not wait for a table that is read at length, or written: all others would wait behind it. It fails, and is
 * {@linkplain NewerSchemaRefused tried again}.
 */
final class MigrationsGiveWay implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("set local lock_timeout = '300ms'");
        } catch (SQLException failed) {
            throw new FlywayException("A migration cannot be begun", failed);
        }
    }

    @Override
    public String getCallbackName() {
        return "migrations give way";
    }
}
