package dev.peerage.consistency;

import dev.peerage.eventstore.Deadline;
import dev.peerage.web.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    /** @throws Problem 503 {@code view-behind} if its turn has not come in time */
    <T extends @Nullable Object> T read(Supplier<T> read, Deadline until) {
        if (!isItsTurn(until)) {
            throw Problem.viewBehind(Duration.ofSeconds(1));
        }
        try {
            return read.get();
        } finally {
            turns.release();
        }
    }

    private boolean isItsTurn(Deadline until) {
        try {
            // also when time is up, if nobody is in line
            return turns.tryAcquire(until.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
