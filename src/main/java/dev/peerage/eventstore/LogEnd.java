package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import dev.peerage.nodes.Nodes;
import java.util.SortedMap;
import javax.sql.DataSource;

/** How far the log goes. */
public class LogEnd {

    private final EventLog log;
    private final EventCounts counts;
    private final Arrived arrived;
    private final Nodes nodes;
    private final DataSource database;
    private volatile long asOfChange;

    LogEnd(EventLog log, EventCounts counts, Arrived arrived, Nodes nodes, DataSource database) {
        this.log = log;
        this.counts = counts;
        this.arrived = arrived;
        this.nodes = nodes;
        this.database = database;
    }

    /** The position of the last visible event, 0 in an empty log. */
    public long position() {
        return log.head();
    }

    /** This region. */
    public Region region() {
        return log.region();
    }

    /** How many events of each region are here. */
    public SortedMap<Region, Long> received() {
        return counts.now();
    }

    /**
     * Of each other region the highest position of which an event may have been shown; what is below may be missing. To be
     * asked after what is shown was read: what other nodes have handled of the log does not pass through this process.
     */
    public SortedMap<Region, Long> arrived() {
        boolean alone = nodes.isAlone();
        // later than that: whoever is alone now may have been in company just before
        long changes = nodes.changes();
        if (!alone || changes != asOfChange) {
            arrived.passed(lastPositions());
            asOfChange = changes;
        }
        return arrived.latest();
    }

    /** Of each region the highest position, as that region put it, of an event that is here; what is below may be missing. */
    public SortedMap<Region, Long> lastPositions() {
        return Origins.lastPositions(database);
    }
}
