package dev.peerage.region;

import dev.peerage.kernel.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with a link that PostgreSQL holds to be all right. Judges by what was found look after look. */
final class LinkDiagnosis {

    private static final Logger LOG = LoggerFactory.getLogger(LinkDiagnosis.class);

    /** A link that is cut fails too, but not each time it is looked at while the peer answers. */
    private static final int STUCK = 3;

    private final LinkName link;
    private @Nullable Expected expected;
    private long failures;
    private int stuckFor;
    private Map<Region, Long> orphansBehind = Map.of();

    LinkDiagnosis(LinkName link) {
        this.link = link;
    }

    /**
     * What must be here once this region has said that it keeps everything below a place in the peer's write-ahead log.
     *
     * @param events so many the peer had written
     * @param logEnd where its write-ahead log ended after they were counted
     */
    private record Expected(long events, String logEnd) {}

    /** The peer has written so many events, of which so many are here: the others have to be here soon. */
    void expect(PeerDatabase there, long written, long received) {
        if (expected == null && received < written) {
            expected = new Expected(written, there.logEnd());
        }
    }

    /** The link is set up anew. */
    void forget() {
        expected = null;
        stuckFor = 0;
        failures = 0;
    }

    /**
     * Whether events are neither here nor to come. Replication promises that there are none; a log that was brought back
     * from a backup on either side breaks the promise, as the two no longer agree on what was taken.
     */
    boolean isMissingEvents(PeerDatabase there, long received) {
        Expected waitedFor = expected;
        if (waitedFor == null || !there.isTakenUpTo(waitedFor.logEnd(), link)) {
            return false;
        }
        expected = null;
        long missing = waitedFor.events() - received;
        if (missing > 0) {
            LOG.error("{}: {} events of {} are missing that should have arrived", link.to(), missing, link.from());
        }
        return missing > 0;
    }

    /**
     * Whether what arrives cannot be stored, again and again. It may be that something is missing before it, which a copy
     * brings; whatever else it is, a link that is set up anew loses nothing.
     */
    boolean isStuck(Subscription.Status status) {
        if (status.receiving()) {
            stuckFor = 0;
        } else if (status.failures() > failures) {
            stuckFor++;
        }
        failures = status.failures();
        boolean isStuck = stuckFor >= STUCK;
        if (isStuck) {
            LOG.error("{}: what arrives from {} cannot be stored; PostgreSQL's log says why", link.to(), link.from());
        }
        return isStuck;
    }

    /**
     * Whether the peer has events that are missing here of regions that have no link to here, and no more arrive there. A
     * region that was retired here may still be writing to the peer: while the numbers change, there is more to come.
     *
     * @param byLinksOfTheirOwn the regions that have one
     */
    boolean areOrphansBehind(Map<Region, Long> theirs, Map<Region, Long> ours, Set<Region> byLinksOfTheirOwn) {
        Map<Region, Long> behind = new HashMap<>(theirs);
        behind.keySet().removeAll(byLinksOfTheirOwn);
        behind.entrySet().removeIf(each -> each.getValue() <= ours.getOrDefault(each.getKey(), 0L));
        boolean stoodStill = !behind.isEmpty() && behind.equals(orphansBehind);
        orphansBehind = behind;
        return stoodStill;
    }
}
