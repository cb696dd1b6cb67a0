package dev.peerage.views;

import dev.peerage.nodes.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each look at the region's nodes means for views: which segments are this node's, which views all have to let go of, and
 * whose claims are nobody's any more.
 */
final class Dealing {

    private final List<ViewProcessor> processors;
    private final ViewPositions positions;
    private final Standstill standstill;
    private final Forms forms;
    private final Nodes nodes;
    private Set<String> offered = Set.of();

    Dealing(List<ViewProcessor> processors, ViewPositions positions, Standstill standstill, Forms forms, Nodes nodes) {
        this.processors = List.copyOf(processors);
        this.positions = positions;
        this.standstill = standstill;
        this.forms = forms;
        this.nodes = nodes;
    }

    void deal() {
        offer();
        // a node that starts again after it was killed takes up at once what it had
        positions.freeClaimsOfGone();
        Set<String> stopped = standstill.ofOthers();
        // after that: whatever has been replaced may be in another form since
        Map<String, Integer> stored = forms.stored();
        for (ViewProcessor processor : processors) {
            String view = processor.name();
            boolean isWritten = !stopped.contains(view) && stored.getOrDefault(view, 0) == forms.own(view);
            processor.deal(segment -> isWritten && nodes.isDealt(Forms.work(view, forms.own(view)), segment));
        }
        // may take its time, if it is elsewhere
        processors.forEach(
                processor -> processor.parts().forEach(part -> part.view().takenUp()));
    }

    /** But for views with an event that this release cannot read, if there is a node that may. */
    private void offer() {
        Set<String> work = processors.stream()
                .filter(processor -> nodes.isAlone() || !processor.isOutdated())
                .map(processor -> Forms.work(processor.name(), forms.own(processor.name())))
                .collect(Collectors.toSet());
        if (!work.equals(offered)) {
            nodes.offer(work);
            offered = work;
        }
    }
}
