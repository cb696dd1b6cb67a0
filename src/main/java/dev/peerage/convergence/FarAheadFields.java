package dev.peerage.convergence;

import dev.peerage.convergence.ClockReport.FarAhead;
import dev.peerage.convergence.ConvergentResources.Resource;
import dev.peerage.eventstore.EventName;
import dev.peerage.eventstore.RegionClock;
import dev.peerage.eventstore.Subjects;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Register;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The fields whose value is stamped further ahead than this region's clock would follow. */
@Component
class FarAheadFields {

    static final int MOST = 1_000;

    private final List<ConvergentResources> types;
    private final RegionClock clock;
    private final Subjects log;

    FarAheadFields(List<ConvergentResources> types, RegionClock clock, Subjects log) {
        this.types = types.stream()
                .sorted(Comparator.comparing(ConvergentResources::type))
                .toList();
        this.clock = clock;
        this.log = log;
    }

    private record Ahead(String type, Resource resource, String field, Register.Sibling<?> winner) {

        EventName event() {
            return new EventName(resource.subject(), winner.dot());
        }

        FarAhead by(Map<EventName, String> actors) {
            StampedValue value = StampedValue.of(resource.subject(), winner, actors);
            return new FarAhead(type, resource.id(), field, value.value(), value.at(), value.region(), value.actor());
        }
    }

    /** At most {@value #MOST}, in the order of type, id and field. */
    List<FarAhead> list() {
        HybridTime horizon = clock.horizon();
        List<Ahead> found = new ArrayList<>();
        for (ConvergentResources type : types) {
            if (found.size() < MOST) {
                for (Resource resource : type.stampedAfter(horizon, MOST - found.size())) {
                    new TreeMap<>(resource.fields().stampedAfter(horizon))
                            .forEach((field, register) -> found.add(new Ahead(
                                    type.type(),
                                    resource,
                                    field,
                                    register.siblings().getFirst())));
                }
            }
        }
        List<Ahead> listed = found.subList(0, Math.min(found.size(), MOST));
        Map<EventName, String> actors =
                log.actors(listed.stream().map(Ahead::event).toList());
        return listed.stream().map(ahead -> ahead.by(actors)).toList();
    }

    long count() {
        HybridTime horizon = clock.horizon();
        return types.stream()
                .mapToLong(type -> type.fieldsStampedAfter(horizon))
                .sum();
    }
}
