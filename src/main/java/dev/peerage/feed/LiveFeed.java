package dev.peerage.feed;

import dev.peerage.kernel.OriginPositions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The feed for those who wait for what comes. As long as there is anybody, one thread follows the log for all of them, and
 * the latest events are kept as they are delivered. Whoever has come so far gets them from here; whoever has not, be it a
 * newcomer or a slow reader, reads the log up to where this one is, page by page, and holds nothing in between.
 */
@Component
final class LiveFeed implements SmartLifecycle {

    /** Somebody waits for the feed; to be closed when that is over. */
    final class Subscription implements AutoCloseable {

        private Subscription() {}

        /**
         * Events behind a place as soon as there are any; none if that takes longer than {@code patience}, or the end of
         * the service has come.
         */
        List<FeedEvent> next(OriginPositions after, int limit, Duration patience) throws InterruptedException {
            return LiveFeed.this.next(after, limit, System.nanoTime() + patience.toNanos());
        }

        @Override
        public void close() {
            unsubscribe();
        }
    }

    private final Feed feed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** From the beginning: requests may come before all that has a life cycle is started. */
    private boolean running = true;

    private int subscribers;
    private @Nullable Following following;

    LiveFeed(Feed feed, MeterRegistry meters) {
        this.feed = feed;
        Gauge.builder("peerage.feed.subscribers", this, LiveFeed::subscribers)
                .description("Requests that follow the feed of events, or wait for one")
                .register(meters);
    }

    Subscription subscribe() {
        lock.lock();
        try {
            subscribers++;
        } finally {
            lock.unlock();
        }
        return new Subscription();
    }

    private void unsubscribe() {
        lock.lock();
        try {
            subscribers--;
            if (subscribers == 0) {
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    private int subscribers() {
        lock.lock();
        try {
            return subscribers;
        } finally {
            lock.unlock();
        }
    }

    private List<FeedEvent> next(OriginPositions after, int limit, long deadline) throws InterruptedException {
        while (true) {
            Following live;
            @Nullable OriginPositions reached;
            lock.lock();
            try {
                live = following;
                while (live != null && live.knows(after)) {
                    List<FeedEvent> events = live.after(after, limit);
                    if (!events.isEmpty() || !awaitMove(deadline)) {
                        return events;
                    }
                    live = following;
                }
                if (!running) {
                    return List.of();
                }
                reached = live == null ? null : live.reached();
            } finally {
                lock.unlock();
            }
            OriginPositions upTo = reached == null ? feed.end() : reached;
            Feed.Page page = feed.read(after, upTo, limit);
            if (!page.events().isEmpty()) {
                return page.events();
            }
            if (reached == null) {
                // nothing is left to be read: from here on it is followed, and no further than the log goes
                follow(after.meet(upTo));
            } else if (!awaitMoveFrom(reached, deadline)) {
                return List.of();
            }
        }
    }

    private boolean awaitMoveFrom(OriginPositions reached, long deadline) throws InterruptedException {
        lock.lock();
        try {
            while (following != null && following.reached().equals(reached)) {
                if (!awaitMove(deadline)) {
                    return false;
                }
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is time left, and the service goes on. */
    private boolean awaitMove(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        return running && left > 0 && (moved.awaitNanos(left) > 0) && running;
    }

    private void follow(OriginPositions from) {
        lock.lock();
        try {
            if (following == null && running && subscribers > 0) {
                following = new Following(from, this);
                following.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it was the one that is followed */
    boolean add(Following by, List<FeedEvent> events) {
        lock.lock();
        try {
            if (following != by) {
                return false;
            }
            by.keep(events);
            moved.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** It can't go on: those who wait read the log themselves, and are told by that. */
    void failed(Following by) {
        lock.lock();
        try {
            if (following == by) {
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        following = null;
        moved.signalAll();
    }

    /** Whether there is a thread that follows the log. */
    boolean isFollowing() {
        lock.lock();
        try {
            return following != null;
        } finally {
            lock.unlock();
        }
    }

    boolean isFollowed(Following one) {
        lock.lock();
        try {
            return following == one;
        } finally {
            lock.unlock();
        }
    }

    Feed feed() {
        return feed;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            running = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams, first of all: the server waits for requests that are under way. */
    @Override
    public void stop() {
        Following last;
        lock.lock();
        try {
            running = false;
            last = following;
            forget();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.end();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
