package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The log of one of several regions, appended to as commands do it, without a command. */
public final class LogOfRegion {

    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    private final EventLog log;
    private final HybridLogicalClock clock;

    private LogOfRegion(EventLog log, HybridLogicalClock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Makes the database that of the region, as a start does. */
    public static void claim(Region region, DataSource database) {
        ThisRegion.claim(region, database);
    }

    /** For a region that gives no unique values. */
    public static Grants grants(Region region, DataSource database) {
        EventLog log = new EventLog(database, region);
        return new Grants(log, new HoldersInLog(log, new EventCodec(List.of()), List.of()), database);
    }

    /** Where its own events are. */
    public static OwnPositions ownPositions(DataSource database) {
        return new OwnPositions(database);
    }

    /** Up to where other regions' events are complete in it. */
    public static Marks marks(DataSource database) {
        return new Marks(database);
    }

    /** Goes on from what is in the log now. */
    public static LogOfRegion open(Region region, DataSource database) {
        EventLog log = new EventLog(database, region);
        InstantSource wall = InstantSource.system();
        HybridTime bound = HybridTime.of(wall.millis() + MOST_AHEAD.toMillis(), 0);
        return new LogOfRegion(log, new HybridLogicalClock(wall, log.latestTime(bound), MOST_AHEAD));
    }

    /**
     * Appends the next event of this region to the subject's stream.
     *
     * @return which event it became
     * @throws IllegalStateException if another did so at the same time
     */
    public Dot append(String subject, String text) {
        VersionVector seen = log.version(subject);
        Dot dot = new Dot(log.region(), seen.get(log.region()) + 1);
        Stamp stamp = new Stamp(dot, seen, clock.next());
        try {
            log.append(
                    List.of(new NewEvent(
                            subject,
                            stamp,
                            "NoteTextSet",
                            1,
                            "tester",
                            null,
                            null,
                            "{\"text\": \"%s\"}".formatted(text))),
                    new TreeMap<>());
        } catch (StreamMovedOn | ValuesHeld | AppendUndone moved) {
            throw new IllegalStateException(moved);
        }
        return dot;
    }

    /** The latest time this region has stamped or received. */
    public HybridTime latestTime() {
        return clock.latest();
    }
}
