package dev.peerage.bulk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells imports when to end once Peerage is asked to stop: at half the time that is given to what is in flight, so that
 * the other half is left to decide what has been read, and to answer. An import that is done by then goes to its end.
 */
@Component
class Closing {

    private final Duration patience;
    private volatile @Nullable Long end;

    Closing(LifecycleProperties lifecycle) {
        this.patience = lifecycle.getTimeoutPerShutdownPhase().dividedBy(2);
    }

    @EventListener(ContextClosedEvent.class)
    void begin() {
        end = System.nanoTime() + patience.toNanos();
    }

    /** Whether the time is over. */
    boolean isDue() {
        Long known = end;
        return known != null && System.nanoTime() - known >= 0;
    }
}
