package dev.peerage.eventstore;

import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Tells from PostgreSQL's error what has become of an append: by its SQLSTATE (PostgreSQL, appendix A) and its table, never by
 * its words, which come in the server's language.
 */
final class AppendRefusal {

    private static final String UNIQUE_VIOLATION = "23505";

    private AppendRefusal() {}

    /** @param holders looks up who holds the values that were to change hands */
    static RuntimeException translate(SQLException refused, Supplier<Map<UniqueValues.Key, String>> holders) {
        if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
            return switch (table(refused)) {
                case "unique_value" -> new ValuesHeld(holders.get());
                case "event" -> new StreamMovedOn(refused);
                case null, default -> new IllegalStateException("unexpected unique constraint", refused);
            };
        }
        return new DataAccessResourceFailureException("the log could not be appended to", refused);
    }

    private static @Nullable String table(SQLException refused) {
        ServerErrorMessage server = refused instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return server == null ? null : server.getTable();
    }
}
