package dev.peerage.views;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a view moves through the log, over the last few seconds. */
final class Rate {

    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final long STEP_NANOS = 100_000_000L;

    private record Sample(long nanos, long position) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    synchronized void at(long position) {
        long now = System.nanoTime();
        Sample last = samples.peekLast();
        if (last == null || now - last.nanos() >= STEP_NANOS) {
            samples.addLast(new Sample(now, position));
        }
        while (samples.size() > 1 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
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
        return nanos > WINDOW_NANOS * 2 || moved <= 0 ? 0 : moved * 1e9 / nanos;
    }
}
