package dev.peerage.views;

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
        LOG.info("Rebuilding view {} beside the one that is read", view);
        tables.inTransaction(() -> {
            tables.jdbc().update("insert into view_rebuild (view, since) values (?, now())", view);
            rebuild.begin();
        });
        run(view, rebuild);
        return true;
    }

    private void run(String view, Rebuild rebuild) {
        Thread thread = Thread.ofPlatform().name("rebuild of " + view).unstarted(() -> {
            try {
                rebuild.run();
                over(view, rebuild);
            } catch (CancellationException _) {
                LOG.debug("The rebuild of view {} is left", view);
            } catch (RuntimeException failed) {
                LOG.error("The rebuild of view {} has failed, and starts over", view, failed);
                startOver(view, rebuild);
            }
        });
        running.put(view, new Running(rebuild, thread));
        thread.start();
    }

    private synchronized void over(String view, Rebuild rebuild) {
        running.computeIfPresent(view, (_, one) -> one.rebuild() == rebuild ? null : one);
    }

    private synchronized void startOver(String view, Rebuild rebuild) {
        Running one = running.get(view);
        // unless it was to end
        if (one != null && one.rebuild() == rebuild) {
            tables.inTransaction(rebuild::begin);
            run(view, rebuilds.apply(view));
        }
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

    /** Within a transaction. @return whether there was one */
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
