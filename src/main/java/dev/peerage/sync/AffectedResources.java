package dev.peerage.sync;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.sync.ChangeToken.WithinEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resources that some events affect beside those they are about, type by type, as far as a page has use for them. */
final class AffectedResources {

    private final List<List<Resource>> byEvent;
    private final int cut;

    private AffectedResources(List<List<Resource>> byEvent, int cut) {
        this.byEvent = byEvent;
        this.cut = cut;
    }

    /**
     * Asks all types.
     *
     * @param within where the first event was left, {@code null} if it was not begun
     */
    static AffectedResources by(
            List<StampedEvent<DomainEvent>> events, Types types, @Nullable WithinEvent within, int limit) {
        Resource last = within == null ? null : within.last();
        int rankOfLast = last == null ? 0 : types.rank(last.type());
        List<List<Resource>> byEvent = new ArrayList<>();
        events.forEach(_ -> byEvent.add(new ArrayList<>()));
        int cut = events.size();
        for (int rank = 0; rank < types.inOrder().size(); rank++) {
            SynchronizedResources type = types.inOrder().get(rank);
            // of the first event, types of lower rank have been told of
            int begin = rank < rankOfLast ? 1 : 0;
            String after = last != null && rank == rankOfLast ? last.id() : "";
            List<SynchronizedResources.Affected> found =
                    type.affected(events.subList(begin, events.size()), after, limit);
            for (SynchronizedResources.Affected each : found) {
                int event = begin + each.event();
                // behind a cut, what other types have would come too early
                if (event < cut) {
                    byEvent.get(event).add(new Resource(type.type(), each.id()));
                }
            }
            if (found.size() >= limit && begin + found.getLast().event() < cut) {
                cut = begin + found.getLast().event();
            }
        }
        return new AffectedResources(byEvent, cut);
    }

    /** In the order in which they are told of. */
    List<Resource> by(int event) {
        return byEvent.get(event);
    }

    /** Whether this event may affect more than is known here. */
    boolean isCutWithin(int event) {
        return event == cut;
    }
}
