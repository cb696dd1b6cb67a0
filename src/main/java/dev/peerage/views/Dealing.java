package dev.peerage.views;

import dev.peerage.nodes.Nodes;
import java.util.List;
import java.util.Set;

/**
 * What each look at the region's nodes means for views: which segments are this node's, which views all have to let go of, and
 * whose claims are nobody's any more.
 */
final class Dealing {

    private final List<ViewProcessor> processors;
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Nodes nodes;

    Dealing(List<ViewProcessor> processors, ViewPositions positions, Standstill standstill, Nodes nodes) {
        this.processors = List.copyOf(processors);
        this.positions = positions;
        this.standstill = standstill;
        this.nodes = nodes;
    }

    void deal() {
        // a node that starts again after it was killed takes up at once what it had
        positions.freeClaimsOfGone();
        Set<String> stopped = standstill.ofOthers();
        for (ViewProcessor processor : processors) {
            boolean isStopped = stopped.contains(processor.name());
            processor.deal(segment -> !isStopped && nodes.isDealt(segment));
            processor.parts().forEach(part -> part.view().takenUp());
        }
    }
}
