package dev.peerage.eventstore;

import org.springframework.context.SmartLifecycle;

/** What a thread of its own does from the time before the first request until the last one was answered. */
public abstract class Background implements SmartLifecycle {

    private final String name;
    private volatile boolean running;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    /** @param name the thread's */
    protected Background(String name) {
        this.name = name;
    }

    /** Goes on as long as {@link #isRunning()}. Is interrupted when it is to end. */
    protected abstract void run() throws InterruptedException;

    @Override
    public final synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public final synchronized void stop() {
        running = false;
        // it may wait for a database that is gone
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final int getPhase() {
        return DEFAULT_PHASE - 8_192;
    }
}
