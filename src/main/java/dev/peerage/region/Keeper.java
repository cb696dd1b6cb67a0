package dev.peerage.region;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A thread that looks after something again and again: once a second while all is well, after growing pauses while not. */
final class Keeper {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final BooleanSupplier look;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** @param look whether all was well */
    Keeper(String name, BooleanSupplier look) {
        this.look = look;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    private void keep() {
        Duration pause = INTERVAL;
        while (!closed) {
            pause = look.getAsBoolean() ? INTERVAL : longer(pause);
            try {
                var _ = asked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                asked.drainPermits();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Has it look soon. */
    void lookAgain() {
        asked.release();
    }

    /** It looks no more; a look that is under way goes on. */
    void close() {
        closed = true;
        asked.release();
    }

    /** Breaks off what the look is waiting for. */
    void interrupt() {
        thread.interrupt();
    }
}
