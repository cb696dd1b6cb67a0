package dev.peerage.region;

import dev.peerage.eventstore.WriteGate;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.Region;
import java.util.HashSet;
import java.util.Set;

/**
 * What {@link Restoration} is at a start, for peers that could not be asked then: as soon as one of them turns out to hold
 * an event of this region that its own log has not, writes are suspended until all such were taken back.
 */
final class LateRestoration {

    private final Restoration restoration;
    private final ThisDatabase here;
    private final WriteGate gate;
    private final HybridLogicalClock clock;
    private final Set<Region> unfinished = new HashSet<>();

    LateRestoration(Restoration restoration, ThisDatabase here, WriteGate gate, HybridLogicalClock clock) {
        this.restoration = restoration;
        this.here = here;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Takes back what the peer holds of this region, if that is more than this region has.
     *
     * @throws PeerRefused if this region has meanwhile given the name of an event that the peer holds to another one;
     *     writes stay suspended
     */
    synchronized void takeBackWhatIsMissing(Region peer, PeerDatabase there) {
        if (restoration.isMissingWhatIsHeldBy(there)) {
            unfinished.add(peer);
        }
        if (unfinished.contains(peer)) {
            gate.close("This region comes from a backup, and takes back from its peers what it has written since.");
            restoration.takeBack(there);
            clock.resume(here.latestTimeOfItsOwn());
            unfinished.remove(peer);
        }
        if (unfinished.isEmpty()) {
            gate.open();
        }
    }
}
