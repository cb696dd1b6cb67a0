package dev.peerage.eventstore;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Tells from PostgreSQL's error what has become of an append: by its SQLSTATE (PostgreSQL, appendix A) and its table,
 * never by its words, which come in the server's language.
 */
final class AppendRefusal {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK_DETECTED = "40P01";

    private AppendRefusal() {}

    /** @param holders looks up who holds the values that were to change hands */
    static RuntimeException translate(SQLException refused, Supplier<Map<UniqueValues.Key, List<Holder>>> holders) {
        String state = refused.getSQLState();
        if (refused instanceof SQLTransientConnectionException || state == null || isOutOfReach(state)) {
            return new DataAccessResourceFailureException("the log could not be appended to", refused);
        }
        return switch (state) {
            case UNIQUE_VIOLATION ->
                switch (table(refused)) {
                    case "unique_value" -> new ValuesHeld(holders.get());
                    case "event" -> new StreamMovedOn(refused);
                    case null, default -> new IllegalStateException("unexpected unique constraint", refused);
                };
            case LOCK_NOT_AVAILABLE -> new CannotAcquireLockException("others did not stop writing in time", refused);
            case SERIALIZATION_FAILURE, DEADLOCK_DETECTED -> new AppendUndone(refused);
            default -> new IllegalStateException("PostgreSQL refused the append", refused);
        };
    }

    /** No connection, a server that stops or starts, or one without room. What has no state at all is the pool's. */
    private static boolean isOutOfReach(String state) {
        return state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53");
    }

    private static @Nullable String table(SQLException refused) {
        ServerErrorMessage server = refused instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return server == null ? null : server.getTable();
    }
}
