package dev.peerage.region;

import dev.peerage.database.DatabaseAddress;
import dev.peerage.kernel.Region;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * This region's way to a peer's database: made when it is needed, made anew when the peer is found elsewhere, and never used
 * without a look at whose database it leads to. For one thread at a time.
 */
final class PeerConnection {

    private final Region peer;
    private final ThisDatabase here;
    private final Peers peers;
    private final LateRestoration restoration;
    private @Nullable PeerDatabase current;
    private boolean ownEventsCompared;

    PeerConnection(Region peer, ThisDatabase here, Peers peers, LateRestoration restoration) {
        this.peer = peer;
        this.here = here;
        this.peers = peers;
        this.restoration = restoration;
    }

    /**
     * The peer's database, which publishes what the peer writes, and holds nothing of this region that is missing here.
     *
     * @throws PeerRefused if it is none to exchange events with
     */
    PeerDatabase connected(Peer known) throws IOException {
        PeerDatabase found = reached(known);
        // also of a known one: it may have retired this region since, lost its publication, or be another database by
        // now
        identify(found, known);
        restoration.takeBackWhatIsMissing(peer, found, !ownEventsCompared);
        ownEventsCompared = true;
        found.publish(peer);
        return found;
    }

    private PeerDatabase reached(Peer known) throws IOException {
        DatabaseAddress address = known.address()
                .orElseThrow(() -> new IOException("peerage.peers.%s says no more how to reach it".formatted(peer)))
                .resolve();
        PeerDatabase found = current;
        if (found == null || !found.address().equals(address)) {
            disconnect();
            found = PeerDatabase.at(address, here.region());
            current = found;
        }
        return found;
    }

    /**
     * The same, for a node that does not look after the link: nothing is taken back from it, nor published to it.
     *
     * @throws PeerRefused if it is none to exchange events with
     */
    PeerDatabase watching(Peer known) throws IOException {
        PeerDatabase found = reached(known);
        identify(found, known);
        return found;
    }

    private void identify(PeerDatabase there, Peer known) throws IOException {
        PeerDatabase.Identity identity = there.identify(peer, here.region(), here.id(), here.schema());
        if (known.id() != null && !known.id().equals(identity.id())) {
            throw new PeerRefused(
                    "The database %s calls itself %s, and is another one than before.".formatted(there.address(), peer),
                    "Two databases must not write as one region. If %s has lost its old one, retire it here and add it again."
                            .formatted(peer));
        }
        if (identity.retiredUs()) {
            throw new PeerRefused(
                    "%s has retired this region.".formatted(peer),
                    "To have it join again, add %s there.".formatted(here.region()));
        }
        if (known.id() == null) {
            peers.identified(peer, identity.id());
        }
    }

    /** It is made anew when it is needed again. */
    void disconnect() {
        PeerDatabase left = current;
        if (left != null) {
            current = null;
            left.close();
        }
    }
}
