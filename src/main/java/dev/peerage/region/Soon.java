package dev.peerage.region;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** Waits for what a database is about to do, for some seconds. */
final class Soon {

    /** A worker that is about to connect looks up from that only when it has connected, or given up. */
    private static final RetryTemplate ATTEMPTS = new RetryTemplate(RetryPolicy.builder()
            .includes(NotYet.class)
            .maxRetries(Long.MAX_VALUE)
            .delay(Duration.ofMillis(20))
            .timeout(Duration.ofSeconds(15))
            .build());

    private Soon() {}

    private static final class NotYet extends Exception {

        private static final long serialVersionUID = 1;
    }

    /** Whether a condition comes to hold in time. */
    static boolean holds(BooleanSupplier condition) {
        try {
            return ATTEMPTS.execute(() -> {
                if (!condition.getAsBoolean()) {
                    throw new NotYet();
                }
                return true;
            });
        } catch (RetryException e) {
            if (e.getCause() instanceof NotYet) {
                return false;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
