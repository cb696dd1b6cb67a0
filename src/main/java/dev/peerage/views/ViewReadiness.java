package dev.peerage.views;

import dev.peerage.eventstore.LogEnd;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready when every view has caught up with the log as it stood at the start; from then on for good. */
final class ViewReadiness implements HealthIndicator {

    private final Views views;
    private final long headAtStart;
    private volatile boolean ready;

    ViewReadiness(Views views, LogEnd log) {
        this.views = views;
        this.headAtStart = log.position();
    }

    @Override
    public Health health() {
        if (!ready) {
            ready = views.status().stream().allMatch(view -> view.position() >= headAtStart);
        }
        Health.Builder health = ready ? Health.up() : Health.outOfService();
        views.status().forEach(view -> health.withDetail(view.name(), view));
        return health.build();
    }
}
