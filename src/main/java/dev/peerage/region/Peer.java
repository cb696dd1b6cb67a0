package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a peer.
 *
 * @param address how to reach it, empty if neither a request nor the configuration says
 * @param id which database it was when it was first reached
 * @param paused an operator has stopped events from arriving from there
 * @param retired it is gone for good
 * @param filled everything is here that its log had when its slot was made
 * @param complete it is retired, and what others had of it is here
 */
record Peer(
        Region region,
        Optional<PeerAddress> address,
        @Nullable UUID id,
        boolean paused,
        boolean retired,
        boolean filled,
        boolean complete) {}
