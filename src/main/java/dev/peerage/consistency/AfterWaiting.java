package dev.peerage.consistency;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where reads that may have waited take their turn. Thousands may be woken at once; all in line for a connection, they would
 * keep everybody else from one. So they share half of the connections, and have their line before it.
 */
@Component
class AfterWaiting {

    private final Semaphore turns;

    AfterWaiting(@Value("${spring.datasource.hikari.maximum-pool-size}") int connections) {
        // fair, as the first to come is the first to give up
        this.turns = new Semaphore(Math.max(1, connections / 2), true);
    }

    <T extends @Nullable Object> T read(Supplier<T> read) {
        turns.acquireUninterruptibly();
        try {
            return read.get();
        } finally {
            turns.release();
        }
    }
}
