package dev.peerage.views;

import dev.peerage.eventstore.LogEnd;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready when every view is stored as this release reads it, and has caught up with the log as it stood at the start; then for good. */
final class ViewReadiness implements HealthIndicator {

    private final Views views;
    private final Forms forms;
    private final long headAtStart;
    private volatile boolean ready;

    ViewReadiness(Views views, Forms forms, LogEnd log) {
        this.views = views;
        this.forms = forms;
        this.headAtStart = log.position();
    }

    @Override
    public Health health() {
        if (!ready) {
            ready = views.areStarted()
                    && forms.older().isEmpty()
                    && views.status().stream().allMatch(view -> view.position() >= headAtStart);
        }
        Health.Builder health = ready ? Health.up() : Health.outOfService();
        views.status().forEach(view -> health.withDetail(view.name(), view));
        return health.build();
    }
}
