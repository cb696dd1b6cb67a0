package dev.peerage.eventstore;

import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether this region may write: not while it does not know what it has written before. */
public final class WriteGate {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile @Nullable String closedBecause;

    /** @throws WritesSuspended if it is closed */
    <R> R through(Supplier<R> write) {
        lock.readLock().lock();
        try {
            String why = closedBecause;
            if (why != null) {
                throw new WritesSuspended(why);
            }
            return write.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * When this returns, no write is under way, and none will be until it is opened.
     *
     * @param why in a full sentence, for whoever wants to write
     */
    public void close(String why) {
        lock.writeLock().lock();
        try {
            closedBecause = why;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Why nobody may write, empty if they may. */
    public Optional<String> closedBecause() {
        return Optional.ofNullable(closedBecause);
    }

    public void open() {
        closedBecause = null;
    }
}
