package dev.peerage.eventstore;

import java.sql.SQLException;
import java.util.Collection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessResourceFailureException;

/** Tells from PostgreSQL's error which rule an append has broken. */
final class AppendRefusal {

    private static final String UNIQUE_VIOLATION = "23505";

    private AppendRefusal() {}

    static RuntimeException translate(SQLException refused, Collection<UniqueValues.Key> claimed) {
        ServerErrorMessage server = refused instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server != null && UNIQUE_VIOLATION.equals(refused.getSQLState())) {
            return switch (String.valueOf(server.getTable())) {
                case "unique_value" -> taken(String.valueOf(server.getDetail()), claimed);
                case "event" -> new StreamMovedOn(refused);
                default -> new IllegalStateException("unexpected unique constraint", refused);
            };
        }
        return new DataAccessResourceFailureException("the log could not be appended to", refused);
    }

    /** The detail reads {@code Key (kind, value)=(username, homer) already exists.} */
    private static UniqueValueTaken taken(String detail, Collection<UniqueValues.Key> claimed) {
        return claimed.stream()
                .filter(key -> detail.contains("=(" + key.kind() + ", " + key.value() + ") "))
                .findFirst()
                .map(key -> new UniqueValueTaken(key.kind(), key.value()))
                .orElseGet(() -> new UniqueValueTaken("value", detail));
    }
}
