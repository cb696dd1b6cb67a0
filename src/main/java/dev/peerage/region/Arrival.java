package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a peer's events come here: by PostgreSQL's subscription, and by copies of what that does not bring. Both can be
 * stopped at any time by another thread than the one that looks after the link.
 */
final class Arrival {

    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    /** For PostgreSQL's own connection: a peer that is gone without a word is noticed within seconds. */
    private static final Map<String, String> CONNECTION = Map.of(
            "connect_timeout", "5",
            "keepalives_idle", "5",
            "keepalives_interval", "2",
            "keepalives_count", "3",
            "tcp_user_timeout", "10000");

    private final LinkName link;
    private final ThisDatabase here;
    private final Peers peers;
    private final Subscription subscription;

    private final Object switching = new Object();
    private final ReentrantLock copying = new ReentrantLock();
    private volatile boolean toBePaused;
    private volatile boolean closed;
    private @Nullable String conninfo;
    private boolean takesAll;

    Arrival(LinkName link, ThisDatabase here, Peers peers) {
        this.link = link;
        this.here = here;
        this.peers = peers;
        this.subscription = new Subscription(here.jdbc(), link);
    }

    /** How the subscription is doing, empty if there is none. */
    Optional<Subscription.Status> status() {
        return subscription.status();
    }

    /** Nothing arrives until everything was copied that is missing, as what is kept for this region begins anew. */
    void beginAnew(PeerDatabase there) {
        peers.filled(link.from(), false);
        synchronized (switching) {
            subscription.drop();
        }
        there.makeSlot(link);
        conninfo = conninfo(there);
        subscription.create(conninfo);
    }

    private static String conninfo(PeerDatabase there) {
        return there.address().conninfo(CONNECTION);
    }

    /** Has the subscription reach the peer where it is found now. */
    void reach(PeerDatabase there) {
        String found = conninfo(there);
        if (!found.equals(conninfo)) {
            subscription.reach(found);
            conninfo = found;
        }
    }

    /**
     * Copies from the peer what is missing here of some regions' events.
     *
     * @return whether all of it was copied
     */
    boolean copy(MissingEvents missing, Set<Region> origins) {
        boolean whole = true;
        for (Region origin : origins) {
            copying.lock();
            try {
                whole &= copy(missing, origin);
            } finally {
                copying.unlock();
            }
        }
        return whole;
    }

    private boolean copy(MissingEvents missing, Region origin) {
        MissingEvents.Copied copied = missing.copy(origin, this::goesOn);
        if (copied.events() > 0) {
            LOG.info(
                    "{}: {} events of {} that were missing here were copied from {}",
                    here.region(),
                    copied.events(),
                    origin,
                    link.from());
        }
        return copied.whole();
    }

    /** Another node may have been asked to pause it meanwhile. */
    private boolean goesOn() {
        return !toBePaused && !closed && !isNotedAsPaused();
    }

    private boolean isNotedAsPaused() {
        return peers.find(link.from()).filter(Peer::paused).isPresent();
    }

    /** Another node may have been asked to resume it. */
    void isAsNoted() {
        synchronized (switching) {
            toBePaused = isNotedAsPaused();
        }
    }

    /** Has what the slot keeps arrive, and what is written from now on. */
    void enable() {
        synchronized (switching) {
            if (!goesOn()) {
                return;
            }
            if (!subscription.status().orElseThrow().enabled()) {
                subscription.enable();
            }
            if (!takesAll) {
                subscription.takeAllThatIsPublished();
                takesAll = true;
            }
        }
    }

    /** When this returns, nothing arrives, nor will after a restart. */
    void pause() {
        synchronized (switching) {
            peers.paused(link.from(), true);
            toBePaused = true;
            if (subscription.status().isPresent()) {
                subscription.disable();
            }
        }
        // a copy that goes on ends with the block it is at
        copying.lock();
        copying.unlock();
    }

    void resume() {
        synchronized (switching) {
            peers.paused(link.from(), false);
            toBePaused = false;
        }
    }

    /** The process may have been killed after the pause was noted, and before it took effect. */
    void stayPaused() {
        synchronized (switching) {
            if (isNotedAsPaused()) {
                disableIfEnabled();
            }
        }
    }

    /** Until it is enabled again: what would come is not to be stored. */
    void stop() {
        synchronized (switching) {
            disableIfEnabled();
        }
    }

    private void disableIfEnabled() {
        if (subscription.status().filter(Subscription.Status::enabled).isPresent()) {
            subscription.disable();
        }
    }

    /** Nobody looks after it any more. PostgreSQL's part goes on as it is; a copy ends with the block it is at. */
    void close() {
        closed = true;
    }
}
