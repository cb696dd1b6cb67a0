package dev.peerage.views;

import dev.peerage.nodes.Nodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where processors are in the log, whichever nodes they run on: as it is written down with what they store. */
final class ViewPositions {

    private final JdbcClient reading;
    private final ViewTables tables;
    private final Nodes nodes;
    private final Serializer serializer = ViewConfiguration.tokenSerializer();

    /** @param reading of all that are not processors, who must not have to wait for those */
    ViewPositions(DataSource reading, ViewTables tables, Nodes nodes) {
        this.reading = JdbcClient.create(reading);
        this.tables = tables;
        this.nodes = nodes;
    }

    /**
     * Where a processor is.
     *
     * @param position everything of the log up to here has been handled
     * @param reached nothing behind here has been, nor had been when the view was emptied
     * @param emptied how often the view was
     */
    record Place(long position, long reached, boolean isReplaying, long emptied) {

        static final Place NOWHERE = new Place(0, 0, false, 0);
    }

    private record Segment(String processor, @Nullable TrackingToken token, long emptied) {

        long position() {
            return token == null ? 0 : token.position().orElse(0);
        }

        long reached() {
            return token == null
                    ? 0
                    : Math.max(position(), ReplayToken.getTokenAtReset(token).orElse(0));
        }

        boolean isReplaying() {
            return ReplayToken.isReplay(token);
        }
    }

    /** Where a processor is at this moment. */
    Place place(String processor) {
        return places(List.of(processor)).getOrDefault(processor, Place.NOWHERE);
    }

    /** Where processors are at one moment; those that have never run are nowhere. */
    Map<String, Place> places(Collection<String> processors) {
        Map<String, List<Segment>> segments = new HashMap<>();
        reading.sql("""
                        select processor_name, token, token_type, coalesce(times, 0) as emptied
                        from processor_token left join view_emptied on view = processor_name
                        where processor_name = any(:processors)
                        """)
                .param("processors", processors.toArray(String[]::new))
                .query((row, _) -> new Segment(row.getString(1), token(row), row.getLong(4)))
                .list()
                .forEach(segment -> segments.computeIfAbsent(segment.processor(), _ -> new ArrayList<>())
                        .add(segment));
        Map<String, Place> places = new HashMap<>();
        segments.forEach((processor, ofOne) -> places.put(processor, place(ofOne)));
        return places;
    }

    private @Nullable TrackingToken token(ResultSet row) throws SQLException {
        byte[] token = row.getBytes(2);
        return token == null
                ? null
                : serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, row.getString(3), null));
    }

    private static Place place(List<Segment> segments) {
        return new Place(
                segments.size() < TrackingProcessors.SEGMENTS
                        ? 0
                        : segments.stream().mapToLong(Segment::position).min().orElse(0),
                segments.stream().mapToLong(Segment::reached).max().orElse(0),
                segments.stream().anyMatch(Segment::isReplaying),
                segments.getFirst().emptied());
    }

    /** A view is emptied. Within the transaction that does so. */
    void emptied(String processor) {
        tables.jdbc().update("""
                        insert into view_emptied (view, times) values (?, 1)
                        on conflict (view) do update set times = view_emptied.times + 1
                        """, processor);
    }

    /** Whether no other node handles any segment of a processor at this moment. */
    boolean areFree(String processor) {
        return reading.sql("select count(*) from processor_token where processor_name = ? and owner <> ?")
                        .params(processor, nodes.name())
                        .query(Long.class)
                        .single()
                == 0;
    }

    /** Whether no other node handles a segment, nor can until the transaction ends that this is called in. */
    boolean isNotOthers(String processor, int segment) {
        return tables.texts(
                        "select coalesce(owner, ?) from processor_token where processor_name = ? and segment = ? for update",
                        nodes.name(),
                        processor,
                        segment)
                .equals(List.of(nodes.name()));
    }

    /** This node claims no segment of a processor, which does not run, any more. */
    void free(String processor) {
        tables.jdbc()
                .update(
                        "update processor_token set owner = null where processor_name = ? and owner = ?",
                        processor,
                        nodes.name());
    }

    /** Those that are gone claim none any more. What one of them is still writing is let finish. */
    void freeClaimsOfGone() {
        tables.jdbc().update("""
                        update processor_token t set owner = null
                        from (select processor_name, segment from processor_token
                              where owner is not null and owner not in (select name from node)
                              for update skip locked) gone
                        where t.processor_name = gone.processor_name and t.segment = gone.segment
                        """);
    }

    /** It begins with the log's beginning when it starts again. */
    void forget(String processor) {
        tables.jdbc().update("delete from processor_token where processor_name = ?", processor);
    }

    /**
     * The one begins where the other was; neither runs on this node. Within a transaction.
     *
     * @throws ConcurrencyFailureException if another node handles a segment of one of them
     */
    void rename(String from, String to) {
        List<String> others = tables.texts(
                "select coalesce(owner, '') from processor_token where processor_name in (?, ?) for update", from, to);
        if (!Set.of("", nodes.name()).containsAll(others)) {
            throw new ConcurrencyFailureException("%s is written by %s".formatted(to, others));
        }
        forget(to);
        tables.jdbc()
                .update(
                        "update processor_token set processor_name = ?, owner = null where processor_name = ?",
                        to,
                        from);
    }
}
