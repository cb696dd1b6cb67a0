package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills the append statement: an array for each column. Each array has its elements' own type, as the driver sends it
 * in binary form then, and escapes each text otherwise.
 */
final class AppendParameters {

    private AppendParameters() {}

    static void bind(
            PreparedStatement statement,
            List<NewEvent> events,
            SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes,
            Region region)
            throws SQLException {
        var released = changes.entrySet().stream()
                .filter(change -> change.getValue().from() != null)
                .toList();
        var claimed = changes.entrySet().stream()
                .filter(change -> change.getValue().to() != null)
                .toList();
        // Two that give values to each other would each delete first and then wait for the other's: so each locks all
        // that is there of them before, in the order of the keys. What only claims waits at its inserts, which are in
        // that order.
        List<UniqueValues.Key> locked = released.isEmpty() ? List.of() : List.copyOf(changes.sequencedKeySet());
        Arrays arrays = new Arrays(statement);
        arrays.texts(locked, UniqueValues.Key::kind);
        arrays.texts(locked, UniqueValues.Key::value);
        arrays.handovers(released, change -> change.getValue().from());
        arrays.handovers(claimed, change -> change.getValue().to());
        arrays.texts(events, NewEvent::subject);
        arrays.bigints(events, event -> event.stamp().dot().sequence());
        arrays.texts(events, NewEvent::type);
        arrays.smallints(events, event -> (short) event.revision());
        arrays.bigints(events, event -> event.stamp().time().value());
        arrays.texts(events, event -> event.stamp().seen().toString());
        arrays.texts(events, NewEvent::actor);
        arrays.texts(events, NewEvent::requestId);
        arrays.texts(events, NewEvent::cause);
        arrays.texts(events, NewEvent::payload);
        statement.setString(arrays.next, region.name());
    }

    private static final class Arrays {

        private final PreparedStatement statement;
        private final Connection connection;
        private int next = 1;

        Arrays(PreparedStatement statement) throws SQLException {
            this.statement = statement;
            this.connection = statement.getConnection();
        }

        void handovers(
                List<Map.Entry<UniqueValues.Key, UniqueValues.Handover>> changes,
                Function<Map.Entry<UniqueValues.Key, UniqueValues.Handover>, @Nullable String> subject)
                throws SQLException {
            texts(changes, change -> change.getKey().kind());
            texts(changes, change -> change.getKey().value());
            texts(changes, subject);
        }

        <T> void texts(List<T> rows, Function<T, @Nullable String> column) throws SQLException {
            set("text", rows.stream().map(column).toArray(String[]::new));
        }

        <T> void bigints(List<T> rows, Function<T, Long> column) throws SQLException {
            set("bigint", rows.stream().map(column).toArray(Long[]::new));
        }

        <T> void smallints(List<T> rows, Function<T, Short> column) throws SQLException {
            set("smallint", rows.stream().map(column).toArray(Short[]::new));
        }

        private void set(String type, @Nullable Object[] values) throws SQLException {
            statement.setArray(next++, connection.createArrayOf(type, values));
        }
    }
}
