package dev.peerage.field;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.MembershipPolicy;
import dev.peerage.kernel.ObservedRemoveElement;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A region of Peerage, for one add-wins group. Each membership is a stream of its own, stamped as the event store does:
 * the next dot of this region's stream, what is known of all regions' streams, the hybrid clock.
 *
 * <p>Every operation becomes an event, as it does in Pekko; a command would leave out one that changes nothing.
 */
final class PeerageReplica implements Replica<PeerageReplica.Event> {

    /** What is shipped: a fact and its stamp. */
    record Event(boolean add, String member, Stamp stamp) {}

    private final Region region;
    private final HybridLogicalClock clock =
            new HybridLogicalClock(() -> Instant.EPOCH, new HybridTime(0), Duration.ofDays(1));
    private final Map<String, ObservedRemoveElement> memberships = new HashMap<>();

    PeerageReplica(String region) {
        this.region = Region.of(region);
    }

    @Override
    public Event write(History.Operation operation) {
        ObservedRemoveElement membership = membership(operation.member());
        VersionVector seen = membership.added().join(membership.removed());
        Stamp stamp = new Stamp(new Dot(region, seen.get(region) + 1), seen, clock.next());
        Event event = new Event(operation.add(), operation.member(), stamp);
        apply(event);
        return event;
    }

    @Override
    public void receive(Event event) {
        clock.observe(event.stamp().time());
        apply(event);
    }

    private void apply(Event event) {
        ObservedRemoveElement before = membership(event.member());
        memberships.put(event.member(), event.add() ? before.add(event.stamp()) : before.remove(event.stamp()));
    }

    private ObservedRemoveElement membership(String member) {
        return memberships.getOrDefault(member, ObservedRemoveElement.none());
    }

    @Override
    public Set<String> members() {
        return memberships.entrySet().stream()
                .filter(membership -> membership.getValue().isMember(MembershipPolicy.ADD_WINS))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
