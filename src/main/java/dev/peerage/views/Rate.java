package dev.peerage.views;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a view moves through the log, lately. */
final class Rate {

    private static final long STEP_NANOS = 100_000_000L;

    private record Sample(long nanos, long position) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final long window;

    /** @param window how long ago counts */
    Rate(Duration window) {
        this.window = window.toNanos();
    }

    synchronized void at(long position) {
        long now = System.nanoTime();
        if (!samples.isEmpty() && position < samples.getFirst().position()) {
            // it was begun anew
            samples.clear();
        }
        Sample last = samples.peekLast();
        if (last == null || now - last.nanos() >= STEP_NANOS) {
            samples.addLast(new Sample(now, position));
        }
        while (samples.size() > 1 && now - samples.getFirst().nanos() > window) {
            samples.removeFirst();
        }
    }

    synchronized void restart() {
        samples.clear();
    }

    /** Positions a second from the first sample of the window until now; 0 when nothing moves. */
    synchronized double perSecond(long position) {
        Sample first = samples.peekFirst();
        if (first == null) {
            return 0;
        }
        long nanos = System.nanoTime() - first.nanos();
        long moved = position - first.position();
        return nanos > window * 2 || moved <= 0 ? 0 : moved * 1e9 / nanos;
    }
}
