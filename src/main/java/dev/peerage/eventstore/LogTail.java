package dev.peerage.eventstore;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where readers of the log wait for more. Appends of this process wake them at once. For those of other nodes and regions one of
 * those who wait looks at the end of the log now and then, for all of them.
 */
final class LogTail {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier end;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long appends;

    /** Asked for with each event, so without the lock. */
    private final AtomicLong failures = new AtomicLong();

    private boolean looking;
    private long nextLook = System.nanoTime() + BETWEEN_LOOKS;
    private long lastEnd = -1;

    /** @param end the position of the last event that can be seen */
    LogTail(LongSupplier end) {
        this.end = end;
    }

    void appended() {
        lock.lock();
        try {
            appends++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often the log was seen to go on so far; to be asked before reading, and handed to {@link #await}. */
    long appends() {
        lock.lock();
        try {
            return appends;
        } finally {
            lock.unlock();
        }
    }

    /** How often it could not be told where the log ends. */
    long failures() {
        return failures.get();
    }

    /**
     * Returns when the log has gone on since {@code seen}, or it cannot be told whether it has, and after {@code nanos} at the
     * latest.
     */
    void await(long seen, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (appends == seen && left(deadline) > 0) {
                if (looking) {
                    var _ = changed.awaitNanos(left(deadline));
                } else {
                    lookUntil(seen, deadline);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    /** For as long as this one waits it looks for all others, of whom one is next. */
    private void lookUntil(long seen, long deadline) throws InterruptedException {
        looking = true;
        try {
            while (appends == seen && left(deadline) > 0) {
                long untilLook = left(nextLook);
                if (untilLook <= 0) {
                    look();
                } else {
                    var _ = changed.awaitNanos(Math.min(untilLook, left(deadline)));
                }
            }
        } finally {
            looking = false;
            changed.signalAll();
        }
    }

    /** Others wait meanwhile, and whoever appends does not. */
    private void look() {
        long now = lastEnd;
        boolean failed = false;
        lock.unlock();
        try {
            now = end.getAsLong();
        } catch (RuntimeException lost) {
            LOG.debug("Where the log ends cannot be told", lost);
            // whoever is to stop has not lost it
            failed = !Thread.currentThread().isInterrupted();
        } finally {
            lock.lock();
        }
        nextLook = System.nanoTime() + (failed ? AFTER_FAILURE : BETWEEN_LOOKS);
        if (failed) {
            failures.incrementAndGet();
        }
        if (failed || now != lastEnd) {
            lastEnd = now;
            appends++;
            changed.signalAll();
        }
    }

    static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
