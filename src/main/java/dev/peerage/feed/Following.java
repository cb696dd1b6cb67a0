package dev.peerage.feed;

import dev.peerage.kernel.OriginPositions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that follows the log from a place on, and the latest events it has met. What it keeps is looked at and changed
 * under the lock of its {@link LiveFeed}.
 */
final class Following {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    /** A few megabytes; whoever is further behind reads the log. */
    private static final int KEPT = 2_048;

    private static final int AT_ONCE = 500;

    /** So that many waiting clients are woken together, and writers are not held up by the waking of readers. */
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LiveFeed clients;
    private final Thread thread = Thread.ofVirtual().name("feed").unstarted(this::run);
    private final NavigableMap<Long, FeedEvent> events = new TreeMap<>();

    /** By the place behind an event, the number of the next. */
    private final Map<OriginPositions, Long> numbers = new HashMap<>();

    private OriginPositions reached;
    private long next;

    Following(OriginPositions from, LiveFeed clients) {
        this.clients = clients;
        this.reached = from;
        numbers.put(from, next);
    }

    void start() {
        thread.start();
    }

    /** Whether all that follows a place is kept. */
    boolean knows(OriginPositions place) {
        return numbers.containsKey(place);
    }

    /** What follows a place that it knows. */
    List<FeedEvent> after(OriginPositions place, int limit) {
        return events.tailMap(numbers.getOrDefault(place, next)).values().stream()
                .limit(limit)
                .toList();
    }

    /** The place behind the last event. */
    OriginPositions reached() {
        return reached;
    }

    void keep(List<FeedEvent> more) {
        for (FeedEvent event : more) {
            events.put(next++, event);
            reached = event.position();
            numbers.put(reached, next);
        }
        long first = next - KEPT;
        numbers.values().removeIf(number -> number < first);
        events.headMap(first).clear();
    }

    private void run() {
        Feed feed = clients.feed();
        OriginPositions at = reached;
        try {
            while (clients.isFollowed(this)) {
                OriginPositions end = feed.end();
                Feed.Page page = feed.read(at, end, AT_ONCE);
                if (page.events().isEmpty()) {
                    feed.await(() -> !clients.isFollowed(this) || !feed.end().equals(end), LOOK);
                } else if (clients.add(this, page.events())) {
                    at = page.reached();
                    TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException lost) {
            LOG.debug("The log cannot be followed", lost);
        } finally {
            clients.failed(this);
        }
    }

    /** It may wait for a database that is gone. */
    void end() {
        try {
            if (!thread.join(LOOK)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
