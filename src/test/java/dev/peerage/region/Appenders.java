package dev.peerage.region;

import dev.peerage.eventstore.LogOfRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** Goes on appending to the logs of some regions while a test does something else to them; several at once in each. */
final class Appenders implements AutoCloseable {

    private static final int EACH = 3;
    private static final int SUBJECTS = 5;

    private final Ledger ledger;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> writing = new ArrayList<>();
    private volatile boolean stopped;

    private Appenders(Ledger ledger) {
        this.ledger = ledger;
    }

    static Appenders at(Ledger ledger, RegionAlone... regions) {
        Appenders appenders = new Appenders(ledger);
        for (RegionAlone region : regions) {
            LogOfRegion log = region.log();
            for (int i = 0; i < EACH; i++) {
                int number = i;
                appenders.writing.add(appenders.threads.submit(() -> appenders.write(log, number)));
            }
        }
        return appenders;
    }

    /** The subjects of a writer are its own within its region, and the same in all regions. */
    private void write(LogOfRegion log, int number) {
        while (!stopped) {
            int subject = number * SUBJECTS + ThreadLocalRandom.current().nextInt(SUBJECTS);
            ledger.append(log, "note/" + subject);
        }
    }

    /** Lets each finish what it is at; throws what one of them has met. */
    @Override
    public void close() {
        stopped = true;
        threads.close();
        for (Future<?> each : writing) {
            try {
                each.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("a writer has failed", e);
            }
        }
    }
}
