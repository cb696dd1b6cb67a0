package dev.peerage.region;

import dev.peerage.eventstore.Grants;
import dev.peerage.eventstore.OwnPositions;
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
    private final Grants grants;
    private final OwnPositions own;
    private final HybridLogicalClock clock;
    private final Set<Region> unfinished = new HashSet<>();

    LateRestoration(
            Restoration restoration,
            ThisDatabase here,
            WriteGate gate,
            Grants grants,
            OwnPositions own,
            HybridLogicalClock clock) {
        this.restoration = restoration;
        this.here = here;
        this.gate = gate;
        this.grants = grants;
        this.own = own;
        this.clock = clock;
    }

    /**
     * Takes back what the peer holds of this region and its log has not.
     *
     * @param compare whether to compare all of the two logs, instead of asking for the last event alone
     * @throws PeerRefused if this region has meanwhile given the name of an event that the peer holds to another one;
     *     writes stay suspended
     */
    void takeBackWhatIsMissing(Region peer, PeerDatabase there, boolean compare) {
        if (isUnfinished(peer) || isMissing(there, compare)) {
            takeBack(peer, there, compare);
        }
    }

    private boolean isMissing(PeerDatabase there, boolean compare) {
        return compare ? restoration.isMissingAnyHeldBy(there) : restoration.isMissingLastHeldBy(there);
    }

    private synchronized boolean isUnfinished(Region peer) {
        return unfinished.contains(peer);
    }

    private synchronized void takeBack(Region peer, PeerDatabase there, boolean compare) {
        if (!unfinished.contains(peer)) {
            gate.close("This region comes from a backup, and takes back from its peers what it has written since.");
            if (!isMissing(there, compare)) {
                // another peer has brought it meanwhile
                openIfFinished();
                return;
            }
            unfinished.add(peer);
            restoration.forgetLinks();
        }
        restoration.copyFrom(there);
        unfinished.remove(peer);
        openIfFinished();
    }

    private void openIfFinished() {
        if (unfinished.isEmpty()) {
            grants.complete();
            clock.resume(here.latestTimeOfItsOwn());
            here.isAt(here.place());
            here.hasTakenBack();
            own.refresh();
            gate.open();
        }
    }

    /** A peer is gone for good, and with it whatever it holds. */
    synchronized void goOnWithout(Region peer) {
        if (unfinished.remove(peer)) {
            openIfFinished();
        }
    }
}
