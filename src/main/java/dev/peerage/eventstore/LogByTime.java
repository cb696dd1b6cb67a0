package dev.peerage.eventstore;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The log as it is looked through: newest first, by the time of the stamp, then by region, then by the writing region's
 * position. These three are the same in every region and together name one event, so regions that have the same events
 * tell them in the same order, and a place in it stays where it is whatever arrives (adr/0019).
 */
public class LogByTime {

    /** How many rows of streams are fetched at a time. */
    private static final int FETCHED = 1_000;

    private static final String STREAMS = "select " + StoredEventMapper.COLUMNS
            + " from event where subject = any(?) order by subject, origin, sequence";

    private final JdbcTemplate jdbc;
    private final EventCodec codec;

    LogByTime(DataSource database, EventCodec codec) {
        this.jdbc = new JdbcTemplate(database);
        this.codec = codec;
    }

    /** A place in the log: that of an event. */
    public record Place(HybridTime time, Region origin, long originPosition) {

        public static Place of(StoredEvent event) {
            return new Place(event.stamp().time(), event.stamp().dot().region(), event.originPosition());
        }
    }

    /**
     * Events, newest first.
     *
     * @param after the place before the first one; {@code null} to begin with the newest
     */
    public List<StoredEvent> newest(EventFilter filter, @Nullable Place after, int limit) {
        NewestFirst query = new NewestFirst(filter, after, limit);
        return inTransaction(connection -> {
            try (Statement settings = connection.createStatement()) {
                settings.execute(NewestFirst.SETTINGS);
            }
            try (PreparedStatement statement = query.prepared(connection);
                    ResultSet rows = statement.executeQuery()) {
                return read(rows);
            }
        });
    }

    private static List<StoredEvent> read(ResultSet rows) throws SQLException {
        StoredEventMapper mapper = new StoredEventMapper();
        List<StoredEvent> events = new ArrayList<>();
        while (rows.next()) {
            events.add(mapper.mapRow(rows, 0));
        }
        return events;
    }

    /**
     * All events of each of the subjects, one subject after the other, each region's in its order. No more than one
     * subject's events are in memory at a time, beside those that were just fetched.
     */
    public void eachStream(Collection<String> subjects, Consumer<List<StoredEvent>> reader) {
        if (subjects.isEmpty()) {
            return;
        }
        // the driver fetches rows bit by bit within a transaction alone
        inTransaction(connection -> {
            try (PreparedStatement statement = streams(connection, subjects);
                    ResultSet rows = statement.executeQuery()) {
                bySubject(rows, reader);
                return true;
            }
        });
    }

    private <T> T inTransaction(ConnectionCallback<T> reading) {
        return Objects.requireNonNull(jdbc.execute((ConnectionCallback<T>) connection -> {
            connection.setAutoCommit(false);
            T result = reading.doInConnection(connection);
            connection.setAutoCommit(true);
            return result;
        }));
    }

    private static PreparedStatement streams(Connection connection, Collection<String> subjects) throws SQLException {
        PreparedStatement statement = NewestFirst.planned(connection, STREAMS);
        statement.setFetchSize(FETCHED);
        statement.setArray(1, connection.createArrayOf("text", subjects.toArray(String[]::new)));
        return statement;
    }

    private static void bySubject(ResultSet rows, Consumer<List<StoredEvent>> reader) throws SQLException {
        StoredEventMapper mapper = new StoredEventMapper();
        List<StoredEvent> stream = new ArrayList<>();
        while (rows.next()) {
            StoredEvent event = mapper.mapRow(rows, 0);
            if (!stream.isEmpty() && !stream.getFirst().subject().equals(event.subject())) {
                reader.accept(stream);
                stream = new ArrayList<>();
            }
            stream.add(event);
        }
        if (!stream.isEmpty()) {
            reader.accept(stream);
        }
    }

    /** @throws UnreadableEvent if this release cannot read it */
    public DomainEvent read(StoredEvent event) {
        return codec.read(event);
    }
}
