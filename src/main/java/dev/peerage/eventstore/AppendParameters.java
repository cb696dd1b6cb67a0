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

/** Fills the append statement: an array for each column. */
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
        Arrays arrays = new Arrays(statement);
        arrays.handovers(released, change -> change.getValue().from());
        arrays.handovers(claimed, change -> change.getValue().to());
        arrays.add("text", events, NewEvent::subject);
        arrays.add("bigint", events, event -> event.stamp().dot().sequence());
        arrays.add("text", events, NewEvent::type);
        arrays.add("smallint", events, NewEvent::revision);
        arrays.add("bigint", events, event -> event.stamp().time().value());
        arrays.add("text", events, event -> event.stamp().seen().toString());
        arrays.add("text", events, NewEvent::actor);
        arrays.add("text", events, NewEvent::requestId);
        arrays.add("text", events, NewEvent::cause);
        arrays.add("text", events, NewEvent::payload);
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
            add("text", changes, change -> change.getKey().kind());
            add("text", changes, change -> change.getKey().value());
            add("text", changes, subject);
        }

        <T> void add(String type, List<T> rows, Function<T, ? extends @Nullable Object> column) throws SQLException {
            Object[] values = rows.stream().map(column).toArray();
            statement.setArray(next++, connection.createArrayOf(type, values));
        }
    }
}
