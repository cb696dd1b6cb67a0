package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** A region's log with all who look after its marks, and consumers of either kind, who never pause. */
public final class FollowedLog implements AutoCloseable {

    private final EventLog log;
    private final MarkWriter writer;
    private final MarkListener listener;
    private final OriginLog origins;

    private FollowedLog(Region region, DataSource database) {
        this.log = new EventLog(database, region);
        LogTail tail = new LogTail(log::head);
        Marks marks = new Marks(database);
        this.writer = new MarkWriter(log, tail, new WriteGate(), database);
        this.listener = new MarkListener(marks, database);
        this.origins = new OriginLog(log, marks, new OwnPositions(database), tail, new EventCodec(List.of()), database);
    }

    public static FollowedLog of(Region region, DataSource database) {
        FollowedLog followed = new FollowedLog(region, database);
        followed.writer.start();
        followed.listener.start();
        return followed;
    }

    /** What a view reads, in the order in which this region has it, until there is no more after the end. */
    public List<String> byPosition(BooleanSupplier isEnd) {
        List<String> read = new ArrayList<>();
        long position = 0;
        while (true) {
            boolean last = isEnd.getAsBoolean();
            EventLog.Page page = log.readAfter(position, 500);
            for (StoredEvent event : page.events()) {
                read.add(event.eventId());
                position = event.position();
            }
            if (last && page.events().isEmpty() && !page.outstanding()) {
                return read;
            }
        }
    }

    /** What those outside are told of a region, until as many events as there are. */
    public List<String> byOrigin(Region origin, BooleanSupplier isEnd, int events) {
        List<String> read = new ArrayList<>();
        long position = 0;
        while (!isEnd.getAsBoolean() || read.size() < events) {
            SortedMap<Region, Long> complete = origins.complete();
            for (StoredEvent event : origins.between(origin, position, complete.getOrDefault(origin, 0L), 500)) {
                read.add(event.eventId());
                position = event.originPosition();
            }
        }
        return read;
    }

    @Override
    public void close() {
        writer.stop();
        listener.stop();
    }
}
