package dev.peerage.views;

import dev.peerage.nodes.Nodes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a view that this node may claim and those that it has; and whether it has had all of them ever since no other
 * node can have had one, so that what it holds in memory is right.
 */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final String view;
    private final int segments;
    private final ViewCache cache;
    private final ViewPositions positions;
    private final Nodes nodes;

    /** By segment, the {@linkplain Nodes#lease time} in which this node has claimed it. */
    private final Map<Integer, Long> claimed = new HashMap<>();

    private IntPredicate dealt;

    /** The lease in which this node has claimed all segments; negative if it has not. */
    private volatile long wholeIn = -1;

    private volatile long emptied;

    /** @param dealt which segments are this node's, until it is {@linkplain #deal told} otherwise */
    Claims(String view, int segments, ViewCache cache, ViewPositions positions, Nodes nodes, IntPredicate dealt) {
        this.view = view;
        this.segments = segments;
        this.cache = cache;
        this.positions = positions;
        this.nodes = nodes;
        this.dealt = dealt;
    }

    /** Within the transaction that claims it, with the segment's row locked against other nodes. */
    synchronized void add(int segment) {
        claimed.put(segment, nodes.lease());
    }

    synchronized void remove(int segment) {
        claimed.remove(segment);
        wholeIn = -1;
        cache.serve(false);
    }

    /**
     * To be asked with each batch. If the database cannot say how often the view was emptied, the next one asks again.
     *
     * @param isComplete whether the view has all that it had before it was emptied: until then much of it changes, and nothing is
     *     held in memory
     */
    synchronized void look(boolean isComplete) {
        if (wholeIn < 0) {
            take();
        }
        if (wholeIn >= 0 && isComplete) {
            cache.serve(true);
        }
    }

    private void take() {
        long lease = nodes.lease();
        if (lease < 0
                || claimed.size() != segments
                || !Set.copyOf(claimed.values()).equals(Set.of(lease))) {
            return;
        }
        try {
            emptied = positions.place(view).emptied();
            wholeIn = lease;
        } catch (RuntimeException notNow) {
            LOG.debug("It is not known how often view {} was emptied", view, notNow);
        }
    }

    /** @param running how many segments Axon says that it handles */
    boolean areAll(int running) {
        long lease = wholeIn;
        return lease >= 0 && running == segments && lease == nodes.lease();
    }

    /** How often the view was emptied before all segments were claimed. */
    long emptied() {
        return emptied;
    }

    /**
     * Which segments are this node's: it claims them as soon as nobody has them, and lets go of the others after the batches
     * that are under way. To be told again and again, as Axon forgets.
     */
    synchronized void deal(TrackingEventProcessor processor, IntPredicate own) {
        dealt = own;
        deal(processor);
    }

    /** The same for a processor that has not been told yet. */
    synchronized void deal(TrackingEventProcessor processor) {
        for (int segment = 0; segment < segments; segment++) {
            Long since = claimed.get(segment);
            boolean lapsed = since != null && since != nodes.lease();
            int release = !dealt.test(segment) ? Integer.MAX_VALUE : lapsed ? 1 : -1;
            processor.releaseSegment(segment, release, TimeUnit.SECONDS);
        }
    }
}
