package dev.peerage.views;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What was read of a view lately, in memory: bounded, and never older than the view's tables.
 *
 * <p>Before a row changes, its entry leaves; and what is read while it changes is not kept. So an entry that is there
 * equals the row, also in the moment in which a change commits, and reading from here is like reading from the table.
 *
 * <p>It knows only what this node writes, and serves only while it is {@linkplain #serve told} to; it is empty otherwise.
 */
final class ViewCache {

    /** What an entry takes beside its bytes, roughly. */
    private static final int OVERHEAD = 256;

    private final Cache<String, Representation> entries;
    private final WritesInFlight writes = new WritesInFlight();
    private final boolean keeps;
    private volatile boolean serving;

    ViewCache(DataSize most) {
        this.keeps = most.toBytes() > 0;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(most.toBytes())
                .<String, Representation>weigher((subject, entry) -> weight(subject, entry))
                .recordStats()
                .build();
        writes.beginAll();
    }

    private static int weight(String subject, Representation entry) {
        byte[] content = entry.content();
        return OVERHEAD + subject.length() + (content == null ? 0 : content.length);
    }

    /** For metrics. */
    Cache<String, Representation> entries() {
        return entries;
    }

    /** @param load reads the row; {@code null}, which is not kept, if there is none */
    @Nullable
    Representation get(String subject, Supplier<@Nullable Representation> load) {
        Representation kept = entries.getIfPresent(subject);
        if (kept != null) {
            return kept;
        }
        WritesInFlight.Moment before = writes.now(subject);
        Representation loaded = load.get();
        if (loaded != null) {
            // within the entry's lock: a write that begins after this look removes the entry, and waits for the lock to
            // do so
            entries.asMap().compute(subject, (_, other) -> writes.atRestSince(before, subject) ? loaded : other);
            if (!writes.atRestSince(before, subject)) {
                // who removes all entries does not wait for those that are being put in
                entries.asMap().remove(subject, loaded);
            }
        }
        return loaded;
    }

    /** Rows are about to change, in a transaction that has not committed yet. */
    void writing(Collection<String> subjects) {
        writes.begin(subjects);
        entries.invalidateAll(subjects);
    }

    /** That transaction has ended. */
    void written(Collection<String> subjects) {
        writes.end(subjects);
    }

    /** What is shown of these subjects has changed, by a transaction that has committed. */
    void changed(Collection<String> subjects) {
        writing(subjects);
        written(subjects);
    }

    /** Anything may have changed, by transactions that have committed. */
    void clear() {
        writes.beginAll();
        entries.invalidateAll();
        writes.endAll();
    }

    /**
     * Whether entries are kept: as long as this node writes the whole view, and the view has all that it had before it was
     * emptied.
     */
    synchronized void serve(boolean whole) {
        if (whole && !serving) {
            // before anything can be kept: see below
            serving = true;
            writes.endAll();
        } else if (!whole && serving) {
            writes.beginAll();
            entries.invalidateAll();
            serving = false;
        }
    }

    /** Whether there may be entries. If not, what has committed before this was asked is in all that will be kept. */
    boolean mayHaveEntries() {
        return keeps && serving;
    }
}
