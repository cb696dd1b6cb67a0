package dev.peerage.views;

import dev.peerage.eventstore.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Views that are made anew beside those that are read (adr/0022), each by one node of the region. What one has begun that is gone,
 * be it this one before it was started again, goes on with another.
 */
public class Rebuilds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    /** So that what cannot succeed is not all that the machine does. */
    private static final Duration BEFORE_GOING_ON = Duration.ofSeconds(10);

    /** As long as whoever cancels one that another node makes waits for that. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Views views;
    private final Function<String, Rebuild> rebuilds;
    private final RebuildTable table;
    private final ViewPositions positions;
    private final Forms forms;
    private final ViewTables tables;
    private final Map<String, Running> running = new HashMap<>();
    private final ReentrantLock clearing = new ReentrantLock();
    private volatile boolean started;

    Rebuilds(
            Views views,
            Function<String, Rebuild> rebuilds,
            RebuildTable table,
            ViewPositions positions,
            Forms forms,
            ViewTables tables) {
        this.views = views;
        this.rebuilds = rebuilds;
        this.table = table;
        this.positions = positions;
        this.forms = forms;
        this.tables = tables;
    }

    private record Running(Rebuild rebuild, Thread thread) {}

    /**
     * Begins to make a view anew.
     *
     * @return whether it was begun; {@code false} if it is being made already
     */
    public synchronized boolean begin(String view) {
        if (running.containsKey(view)) {
            return false;
        }
        Rebuild rebuild = rebuilds.apply(view);
        boolean first = tables.read(() -> {
            boolean added = table.add(view);
            if (added) {
                rebuild.begin();
            }
            return added;
        });
        if (!first) {
            return false;
        }
        LOG.info("Rebuilding view {} beside the one that is read", view);
        run(view, rebuild);
        return true;
    }

    private void run(String view, Rebuild rebuild) {
        Thread thread = Thread.ofPlatform().name("rebuild of " + view).unstarted(() -> {
            try {
                untilItIsOver(view, rebuild);
            } catch (CancellationException | InterruptedException _) {
                LOG.debug("The rebuild of view {} is left", view);
            } finally {
                over(view, rebuild);
            }
        });
        running.put(view, new Running(rebuild, thread));
        thread.start();
    }

    /** Whatever fails, it goes on from where it was. */
    private static void untilItIsOver(String view, Rebuild rebuild) throws InterruptedException {
        while (true) {
            try {
                rebuild.run();
                return;
            } catch (CancellationException left) {
                throw left;
            } catch (RuntimeException failed) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                LOG.error("The rebuild of view {} has failed, and goes on in {}", view, BEFORE_GOING_ON, failed);
            }
            Thread.sleep(BEFORE_GOING_ON);
        }
    }

    private synchronized void over(String view, Rebuild rebuild) {
        running.computeIfPresent(view, (_, one) -> one.rebuild() == rebuild ? null : one);
    }

    /**
     * Gives up making a view anew; the one that is read stays.
     *
     * @return whether it was being made
     */
    public boolean cancel(String view) {
        if (!table.cancel(view)) {
            return false;
        }
        clearAway(view);
        awaitClearedAway(view);
        return true;
    }

    /** By the node that makes it, or by another if that one dies. */
    private void awaitClearedAway(String view) {
        Deadline until = Deadline.in(PATIENCE);
        while (table.contains(view) && until.remaining().isPositive()) {
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** If it is this node that makes it. */
    private void clearAway(String view) {
        if (!table.isOwn(view)) {
            return;
        }
        clearing.lock();
        try {
            Rebuild rebuild = leave(view).orElseGet(() -> rebuilds.apply(view));
            tables.inTransaction(() -> {
                if (table.remove(view)) {
                    rebuild.drop();
                    LOG.info("The rebuild of view {} is cancelled", view);
                }
            });
        } finally {
            clearing.unlock();
        }
    }

    private Optional<Rebuild> leave(String view) {
        Running left;
        synchronized (this) {
            left = running.remove(view);
        }
        if (left == null) {
            return Optional.empty();
        }
        end(left);
        return Optional.of(left.rebuild());
    }

    private static void end(Running one) {
        one.thread().interrupt();
        try {
            one.thread().join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a view is being made anew, by any node. */
    public synchronized boolean isRunning(String view) {
        return running.containsKey(view) || table.all().contains(view);
    }

    /** How each view is doing: of one that is being made anew, how that is, unless the one that is read has an error. */
    public synchronized List<ViewStatus> status() {
        List<String> rebuilt = table.all();
        return views.status().stream()
                .map(status -> rebuilt.contains(status.name())
                        ? statusOfNext(status.name()).withErrorOf(status)
                        : status)
                .toList();
    }

    private ViewStatus statusOfNext(String view) {
        Running here = running.get(view);
        return here == null
                ? views.statusOfNext(
                        view, positions.place(view + ViewProcessors.NEXT).position())
                : views.statusOfNext(view, here.rebuild().next());
    }

    /** Takes over what nodes have left that are gone, and gives up what is to be given up, or was taken over from this one. */
    void look() {
        if (!started) {
            return;
        }
        table.takeOver();
        table.own().forEach(view -> guarded(view, this::goOn));
        table.cancelled().forEach(view -> guarded(view, this::clearAway));
        lost().forEach(view -> guarded(view, this::leave));
        forms.older().forEach(view -> guarded(view, this::bring));
    }

    /** Of one that cannot be gone on with now the others know nothing; it is tried again at the next look. */
    private static void guarded(String view, Consumer<String> work) {
        try {
            work.accept(view);
        } catch (RuntimeException notNow) {
            LOG.warn("The rebuild of view {} cannot be looked after now: {}", view, notNow.toString());
        }
    }

    private synchronized void goOn(String view) {
        if (started && !running.containsKey(view)) {
            LOG.info("The rebuild of view {} goes on", view);
            run(view, rebuilds.apply(view));
        }
    }

    /** A release that stores a view in another form than the one before makes it anew, unasked. */
    private synchronized void bring(String view) {
        if (started && begin(view)) {
            LOG.info("View {} is stored in an older form; this release stores it in form {}", view, forms.own(view));
        }
    }

    private synchronized List<String> lost() {
        return running.keySet().stream()
                .filter(view -> table.contains(view) && !table.isOwn(view))
                .toList();
    }

    @Override
    public void start() {
        started = true;
        try {
            look();
        } catch (RuntimeException notNow) {
            LOG.warn("Rebuilds cannot be looked after now: {}", notNow.toString());
        }
    }

    @Override
    public void stop() {
        List<Running> left;
        synchronized (this) {
            started = false;
            left = List.copyOf(running.values());
            running.clear();
        }
        left.forEach(Rebuilds::end);
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** While views run. */
    @Override
    public int getPhase() {
        return Views.PHASE + 1;
    }
}
