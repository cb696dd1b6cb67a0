package dev.peerage.region;

import dev.peerage.eventstore.WriteGate;
import java.util.List;
import java.util.Set;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether an operator should look at the links. A region works without its peers, so this keeps no load balancer from
 * it: {@code WARNING} is answered 200, and is no part of readiness.
 */
final class LinksHealth extends AbstractHealthIndicator {

    private static final Status WARNING = new Status("WARNING");

    private final Mesh mesh;
    private final KeptLog kept;
    private final WriteGate gate;

    LinksHealth(Mesh mesh, KeptLog kept, WriteGate gate) {
        this.mesh = mesh;
        this.kept = kept;
        this.gate = gate;
    }

    /** Called by the superclass, which answers for a database that is out of reach. */
    @Override
    protected void doHealthCheck(Health.Builder health) {
        List<LinkStatus> links = mesh.lastStatus();
        links.forEach(link -> health.withDetail(link.region(), link));
        Set<String> runningOut = kept.runningOut();
        boolean down = links.stream().anyMatch(link -> link.state() == LinkState.DOWN);
        boolean suspended = gate.closedBecause().isPresent();
        health.status(down || suspended || !runningOut.isEmpty() ? WARNING : Status.UP);
        gate.closedBecause().ifPresent(why -> health.withDetail("writesSuspended", why));
        if (!runningOut.isEmpty()) {
            health.withDetail("slotsRunningOutOfLog", runningOut);
        }
    }
}
