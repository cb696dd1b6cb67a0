package dev.peerage;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;

/**
 * Makes a stop by signal a success: the JVM ends with 128 plus the signal's number even if everything was brought to
 * its end, and service managers take that for a failure.
 */
final class OrderlyStop {

    private final AtomicBoolean failed = new AtomicBoolean();

    /**
     * To be made before anything else registers with the shutdown, as what comes first is run last: after the contexts
     * are closed and logs written.
     */
    OrderlyStop() {
        SpringApplication.getShutdownHandlers().add(() -> {
            if (!failed.get()) {
                Runtime.getRuntime().halt(0);
            }
        });
    }

    /** The start failed: the process ends with the status it would have anyway. */
    void failed() {
        failed.set(true);
    }
}
