package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.time.Duration;
import java.util.SortedMap;

/** How far the log goes. */
public class LogEnd {

    private final EventLog log;
    private final EventCounts counts;
    private final Arrived arrived;
    private final LogTail tail;

    LogEnd(EventLog log, EventCounts counts, Arrived arrived, LogTail tail) {
        this.log = log;
        this.counts = counts;
        this.arrived = arrived;
        this.tail = tail;
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

    /** Of each other region the highest position of which an event may be in a view; what is below may be missing. */
    public SortedMap<Region, Long> arrived() {
        return arrived.latest();
    }

    /**
     * How far the log goes.
     *
     * @param last the highest position of an event that is visible, 0 without any
     * @param settled up to here all are visible, or never will be; at most {@code last}
     */
    public record Extent(long last, long settled) {}

    /** How far the log goes now. */
    public Extent extent() {
        long last = log.head();
        return new Extent(last, Math.min(log.settle(last), last));
    }

    /**
     * How often this process has appended so far, or learned that events have arrived; to be asked before the log is read,
     * and handed to {@link #awaitAppend}.
     */
    public long appends() {
        return tail.appends();
    }

    /** Returns when that has happened since {@code seen}, and after some time at the latest. */
    public void awaitAppend(long seen, Duration atMost) throws InterruptedException {
        tail.await(seen, atMost.toNanos());
    }
}
