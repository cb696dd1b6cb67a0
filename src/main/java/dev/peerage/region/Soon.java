package dev.peerage.region;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** Waits for what a database is about to do, for some seconds. */
final class Soon {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Soon() {}

    private static final class NotYet extends Exception {

        private static final long serialVersionUID = 1;
    }

    /** Whether a condition comes to hold in that time. */
    static boolean holds(Duration patience, BooleanSupplier condition) {
        RetryTemplate attempts = new RetryTemplate(RetryPolicy.builder()
                .includes(NotYet.class)
                .maxRetries(Long.MAX_VALUE)
                .delay(PAUSE)
                .timeout(patience)
                .build());
        try {
            return attempts.execute(() -> {
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
