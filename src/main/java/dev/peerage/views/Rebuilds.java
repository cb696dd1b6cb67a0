package dev.peerage.views;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Views that are made anew beside those that are read (adr/0022). What was begun before this process goes on with it. */
public class Rebuilds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    /** So that what cannot succeed is not all that the machine does. */
    private static final Duration BEFORE_GOING_ON = Duration.ofSeconds(10);

    private final Views views;
    private final Function<String, Rebuild> rebuilds;
    private final ViewTables tables;
    private final Map<String, Running> running = new HashMap<>();
    private volatile boolean started;

    Rebuilds(Views views, Function<String, Rebuild> rebuilds, ViewTables tables) {
        this.views = views;
        this.rebuilds = rebuilds;
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
            // one that was just cancelled may not be cleared away yet
            boolean inserted = tables.jdbc().update("""
                            insert into view_rebuild (view, since) values (?, now()) on conflict do nothing
                            """, view) > 0;
            if (inserted) {
                rebuild.begin();
            }
            return inserted;
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
                over(view, rebuild);
            } catch (CancellationException | InterruptedException _) {
                LOG.debug("The rebuild of view {} is left", view);
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
        Running cancelled;
        synchronized (this) {
            cancelled = running.remove(view);
        }
        if (cancelled == null) {
            return false;
        }
        end(cancelled);
        boolean inTime = tables.read(() -> {
            boolean unfinished = forget(tables, view);
            if (unfinished) {
                cancelled.rebuild().drop();
            }
            return unfinished;
        });
        if (inTime) {
            LOG.info("The rebuild of view {} is cancelled", view);
        }
        return inTime;
    }

    private static void end(Running one) {
        one.thread().interrupt();
        try {
            one.thread().join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a view is being made anew. */
    public synchronized boolean isRunning(String view) {
        return running.containsKey(view);
    }

    /** How each view is doing: of one that is being made anew, how that is. */
    public synchronized List<ViewStatus> status() {
        return views.status().stream()
                .map(status -> {
                    Running rebuilt = running.get(status.name());
                    return rebuilt == null
                            ? status
                            : views.statusOfNext(
                                    status.name(), rebuilt.rebuild().next());
                })
                .toList();
    }

    static boolean isUnderWay(ViewTables tables, String view) {
        return !tables.texts("select view from view_rebuild where view = ?", view)
                .isEmpty();
    }

    /** Within a transaction; whether there was one. */
    static boolean forget(ViewTables tables, String view) {
        return tables.jdbc().update("delete from view_rebuild where view = ?", view) > 0;
    }

    @Override
    public synchronized void start() {
        started = true;
        for (String view : tables.texts("select view from view_rebuild order by view")) {
            LOG.info("The rebuild of view {} goes on", view);
            run(view, rebuilds.apply(view));
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
