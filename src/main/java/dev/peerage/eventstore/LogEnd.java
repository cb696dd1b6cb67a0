package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far the log goes. */
public class LogEnd {

    private final EventLog log;

    LogEnd(EventLog log) {
        this.log = log;
    }

    /** The position of the last visible event, 0 in an empty log. */
    public long position() {
        return log.head();
    }

    /** This region. */
    public Region region() {
        return log.region();
    }

    /** How many events of each region are here. Counts the whole log. */
    public SortedMap<Region, Long> received() {
        return new TreeMap<>(log.countByOrigin());
    }
}
