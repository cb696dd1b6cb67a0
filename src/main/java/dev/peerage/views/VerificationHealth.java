package dev.peerage.views;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether an operator should look at rows that differ from the log. A node with a wrong row is better than none:
 * {@code WARNING} is answered 200, and is no part of readiness.
 */
final class VerificationHealth implements HealthIndicator {

    private static final Status WARNING = new Status("WARNING");

    /** As many are named for each view. */
    private static final int NAMED = 10;

    private final Verifications verifications;

    VerificationHealth(Verifications verifications) {
        this.verifications = verifications;
    }

    @Override
    public Health health() {
        List<VerificationStatus> differing = verifications.status().stream()
                .filter(view -> !view.items().isEmpty())
                .toList();
        Health.Builder health = Health.status(differing.isEmpty() ? Status.UP : WARNING);
        differing.forEach(view -> health.withDetail(view.view(), named(view.items())));
        return health.build();
    }

    private static Named named(List<Difference> all) {
        return new Named(all.size(), all.stream().limit(NAMED).toList());
    }

    /** How many, and the first of them. */
    record Named(int differing, List<Difference> first) {}
}
