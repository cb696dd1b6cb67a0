package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
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
        List<LettingGo> released = changes.entrySet().stream()
                .flatMap(change -> LettingGo.of(change.getKey(), change.getValue()))
                .toList();
        var claimed = changes.entrySet().stream()
                .filter(change -> change.getValue().to() != null)
                .toList();
        // Two that give values to each other would each delete first and then wait for the other's: so each locks all
        // that is there of them before, in the order of the keys. What only claims waits at its inserts, which are in
        // that order.
        List<UniqueValues.Key> locked = released.isEmpty() ? List.of() : List.copyOf(changes.sequencedKeySet());
        Arrays arrays = new Arrays(statement);
        arrays.texts(released, change -> change.key().kind());
        arrays.texts(released, change -> change.key().value());
        arrays.texts(released, LettingGo::subject);
        arrays.texts(released, LettingGo::grant);
        arrays.texts(claimed, change -> change.getKey().kind());
        arrays.texts(claimed, change -> change.getKey().value());
        arrays.texts(claimed, change -> change.getValue().to());
        arrays.texts(locked, UniqueValues.Key::kind);
        arrays.texts(locked, UniqueValues.Key::value);
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

    /**
     * A value that a subject loses.
     *
     * @param grant the only grant that may be taken from it; {@code null} if it lets go by itself, of whichever
     */
    private record LettingGo(
            UniqueValues.Key key, String subject, @Nullable String grant) {

        static Stream<LettingGo> of(UniqueValues.Key key, UniqueValues.Handover change) {
            return Stream.concat(
                    change.from().stream().map(subject -> new LettingGo(key, subject, null)),
                    change.former().stream().map(holder -> new LettingGo(key, holder.subject(), holder.grant())));
        }
    }

    private static final class Arrays {

        private final PreparedStatement statement;
        private final Connection connection;
        private int next = 1;

        Arrays(PreparedStatement statement) throws SQLException {
            this.statement = statement;
            this.connection = statement.getConnection();
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
