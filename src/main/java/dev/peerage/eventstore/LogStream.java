package dev.peerage.eventstore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/** One reader's way through the log, a page at a time, waiting at its end. For one thread. */
final class LogStream implements TrackingEventStream {

    private static final long LOOK_AGAIN = LogTail.millis(20);
    private static final long LOOK_AGAIN_FOR_OUTSTANDING = LogTail.millis(2);

    /**
     * A reader at the end of the log lets events gather for so long since it read last: a batch costs nearly the same for
     * one event as for many, and readers that take each by itself leave writers no processor. What comes after a pause is
     * read at once.
     */
    private static final long GATHER = LogTail.millis(10);

    private final RegionalEventStorageEngine engine;
    private final LogTail tail;
    private Iterator<StoredEvent> page = List.<StoredEvent>of().iterator();
    private @Nullable TrackedEventMessage<?> next;
    private boolean outstanding;
    private boolean atEnd;
    private long lastRead = System.nanoTime() - GATHER;
    private long position;

    LogStream(RegionalEventStorageEngine engine, LogTail tail, long after) {
        this.engine = engine;
        this.tail = tail;
        this.position = after;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return advance() ? Optional.ofNullable(next) : Optional.empty();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (true) {
            gather();
            long seen = tail.appends();
            if (advance()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            tail.await(seen, Math.min(left, outstanding ? LOOK_AGAIN_FOR_OUTSTANDING : LOOK_AGAIN));
        }
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.MINUTES)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        TrackedEventMessage<?> taken = next;
        if (taken == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return taken;
    }

    private void gather() throws InterruptedException {
        if (next == null && !page.hasNext() && atEnd) {
            long left = lastRead + GATHER - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        }
    }

    private boolean advance() {
        if (next == null && !page.hasNext()) {
            lastRead = System.nanoTime();
            EventLog.Page read = engine.page(position);
            atEnd = !engine.isFull(read);
            page = read.events().iterator();
            outstanding = read.outstanding();
        }
        if (next == null && page.hasNext()) {
            StoredEvent event = page.next();
            position = event.position();
            next = engine.tracked(event);
        }
        return next != null;
    }

    @Override
    public void close() {
        page = List.<StoredEvent>of().iterator();
        next = null;
    }
}
