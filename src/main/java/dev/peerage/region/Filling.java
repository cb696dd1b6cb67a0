package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a link brings by copies: when it is set up, everything that its slot does not keep; and later on, what a peer has of
 * regions that have no link to here, as they are gone, or unknown here.
 */
final class Filling {

    private final Region peer;
    private final ThisDatabase here;
    private final Peers peers;
    private final Arrival arrival;
    private final Supplier<Set<Region>> live;
    private final Runnable orphansAreHere;
    private volatile boolean orphansMayBeMissing;

    /**
     * @param live the regions whose events arrive by links of their own
     * @param orphansAreHere called when the peer was looked at for those of others
     */
    Filling(
            Region peer,
            ThisDatabase here,
            Peers peers,
            Arrival arrival,
            Supplier<Set<Region>> live,
            Runnable orphansAreHere) {
        this.peer = peer;
        this.here = here;
        this.peers = peers;
        this.arrival = arrival;
        this.live = live;
        this.orphansAreHere = orphansAreHere;
    }

    /** Whether everything was copied that the slot does not keep. Asked anew each time, as this database may be restored. */
    boolean isDone() {
        return peers.find(peer).filter(Peer::filled).isPresent();
    }

    /** Copies everything that is missing; returns whether that is done. */
    boolean all(PeerDatabase there) {
        orphansMayBeMissing = false;
        boolean whole = copy(there, _ -> true);
        if (whole) {
            peers.filled(peer, true);
            orphansAreHere.run();
        }
        return whole;
    }

    /** Copies what is missing of regions without a link to here, if there may be anything. */
    void orphans(PeerDatabase there) {
        if (orphansMayBeMissing) {
            orphansMayBeMissing = false;
            boolean whole = false;
            try {
                whole = copy(there, origin -> !origin.equals(peer));
            } finally {
                // somebody else may have said so meanwhile
                orphansMayBeMissing = !whole || orphansMayBeMissing;
            }
            if (whole) {
                orphansAreHere.run();
            }
        }
    }

    void orphansMayBeMissing() {
        orphansMayBeMissing = true;
    }

    /** Whether the peer is still to be looked at for events of regions without a link to here. */
    boolean mayOrphansBeMissing() {
        return orphansMayBeMissing;
    }

    private boolean copy(PeerDatabase there, Predicate<Region> which) {
        MissingEvents missing = new MissingEvents(there.dataSource(), here.dataSource());
        Set<Region> byLinksOfTheirOwn = live.get();
        Set<Region> origins = missing.origins();
        origins.removeIf(origin -> !which.test(origin) || (byLinksOfTheirOwn.contains(origin) && !origin.equals(peer)));
        return arrival.copy(missing, origins);
    }
}
