package dev.peerage.consistency;

import dev.peerage.kernel.Region;

/** Which other regions this one exchanges events with, or did: whose events may be here, or come yet. */
public interface KnownPeers {

    boolean isPeer(Region region);
}
