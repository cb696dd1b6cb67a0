package dev.peerage.eventstore;

import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last full pages of the log that were read, for those who go through it side by side, such as the segments of a view
 * that is replayed: who comes second is given what the first one has read. A full page of settled events stays the same as
 * long as the server runs that it was read of; what is read at the end of the log is not kept.
 */
final class RecentPages {

    /** So far may one be ahead of another, while there is memory for it. */
    private static final int KEPT = 8;

    private final LongFunction<EventLog.Page> log;
    private final int full;
    private final Supplier<Instant> server;
    private final Map<Long, SoftReference<EventLog.Page>> pages = new LinkedHashMap<>();
    private Instant readOf = Instant.EPOCH;

    /**
     * @param log reads the page behind a position
     * @param full how many events a page has that is not the last one
     * @param server when the server was started that has last answered; whoever begins to go through the log asks it first
     */
    RecentPages(LongFunction<EventLog.Page> log, int full, Supplier<Instant> server) {
        this.log = log;
        this.full = full;
        this.server = server;
    }

    /** The page behind a position; whoever wants one while another is read waits, as it is mostly the same. */
    synchronized EventLog.Page after(long position) {
        forgetWhatMayBeLost();
        EventLog.Page kept = kept(position);
        if (kept != null) {
            return kept;
        }
        EventLog.Page read = log.apply(position);
        if (read.events().size() == full) {
            pages.put(position, new SoftReference<>(read));
            if (pages.size() > KEPT) {
                pages.remove(pages.keySet().iterator().next());
            }
        }
        return read;
    }

    private EventLog.@Nullable Page kept(long position) {
        SoftReference<EventLog.Page> kept = pages.get(position);
        return kept == null ? null : kept.get();
    }

    private void forgetWhatMayBeLost() {
        Instant now = server.get();
        if (!now.equals(readOf)) {
            pages.clear();
            readOf = now;
        }
    }
}
