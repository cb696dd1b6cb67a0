package dev.peerage.eventstore;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** One reader's way through the log, a page at a time, waiting at its end. For one thread. */
final class LogStream implements TrackingEventStream {

    private static final long LOOK_AGAIN_FOR_OUTSTANDING = LogTail.millis(2);

    /** In case nobody could say that the log has gone on. */
    private static final long LOOK_AGAIN_AT_LEAST = LogTail.millis(1_000);

    /**
     * At the end of the log, a reader that has read something reads again only so much later, and later still while its
     * batches take long, as on a machine that has much to do: it rests as long as it works. A batch costs nearly the
     * same for one event as for many, and readers that take each by itself leave writers no processor. What comes after a
     * pause is read at once.
     */
    private static final long GATHER = LogTail.millis(10);

    private static final long GATHER_AT_MOST = LogTail.millis(20);
    private static final int GATHER_PER_BATCH = 2;

    private final RegionalEventStorageEngine engine;
    private final LogTail tail;
    private Iterator<StoredEvent> page = List.<StoredEvent>of().iterator();
    private @Nullable TrackedEventMessage<?> next;
    private boolean outstanding;
    private boolean atEnd;
    private boolean inBatch;
    private long lastRead = System.nanoTime();
    private final long failures;
    private final Instant server;
    private long appendsBefore;
    private long position;

    LogStream(RegionalEventStorageEngine engine, LogTail tail, long after) {
        this.engine = engine;
        this.tail = tail;
        this.position = after;
        this.failures = tail.failures();
        this.server = engine.begins();
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        // a batch does not wait for what is gathered for the next one
        return isGathering() || !advance() ? Optional.empty() : Optional.of(next());
    }

    private TrackedEventMessage<?> next() {
        return Objects.requireNonNull(next);
    }

    private boolean isGathering() {
        return isUsedUp() && atEnd && System.nanoTime() < lastRead + GATHER;
    }

    private boolean isUsedUp() {
        return next == null && !page.hasNext();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (true) {
            gather();
            if (advance()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            tail.await(appendsBefore, Math.min(left, outstanding ? LOOK_AGAIN_FOR_OUTSTANDING : LOOK_AGAIN_AT_LEAST));
        }
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.MINUTES)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        TrackedEventMessage<?> taken = next();
        next = null;
        return taken;
    }

    private void gather() throws InterruptedException {
        if (isUsedUp() && inBatch) {
            inBatch = false;
            long took = System.nanoTime() - lastRead;
            long rest = Math.clamp(took * GATHER_PER_BATCH, GATHER, GATHER_AT_MOST) - took;
            if (atEnd && rest > 0) {
                TimeUnit.NANOSECONDS.sleep(rest);
            }
        }
    }

    private boolean advance() {
        mustBeTheSame();
        if (isUsedUp() && mayGoOn()) {
            lastRead = System.nanoTime();
            appendsBefore = tail.appends();
            EventLog.Page read = atEnd ? engine.page(position) : engine.pageFarFromEnd(position);
            atEnd = !engine.isFull(read);
            page = read.events().iterator();
            inBatch = page.hasNext();
            outstanding = read.outstanding();
        }
        if (next == null && page.hasNext()) {
            StoredEvent event = page.next();
            position = event.position();
            next = engine.tracked(event);
        }
        return next != null;
    }

    /**
     * What a reader has stored may be gone with a server that was killed: as its commits do not wait for the disk, it has to look
     * where it is, and this reader cannot tell it so.
     *
     * @throws DataAccessResourceFailureException if the server may be another one than that which the first page was read of
     */
    private void mustBeTheSame() {
        if (tail.failures() != failures || !engine.serverStart().equals(server)) {
            throw new DataAccessResourceFailureException("The connection to the log was lost");
        }
    }

    private boolean mayGoOn() {
        return !atEnd
                || outstanding
                || tail.appends() != appendsBefore
                || System.nanoTime() >= lastRead + LOOK_AGAIN_AT_LEAST;
    }

    @Override
    public void close() {
        page = List.<StoredEvent>of().iterator();
        next = null;
    }
}
