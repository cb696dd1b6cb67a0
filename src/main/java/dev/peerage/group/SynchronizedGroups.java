package dev.peerage.group;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.sync.SynchronizedResources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Groups, as consumers keep a copy of them: each rests on its own events alone. */
@Component
@Order(2)
class SynchronizedGroups implements SynchronizedResources {

    private final GroupRows rows;

    SynchronizedGroups(GroupRows rows) {
        this.rows = rows;
    }

    @Override
    public String type() {
        return "group";
    }

    @Override
    public List<Shown> after(String id, int limit) {
        return limit == 0
                ? List.of()
                : rows.findByDeletedFalseAndIdGreaterThanOrderById(id, Limit.of(limit)).stream()
                        .map(row -> new Shown(row.id(), GroupResource.of(row)))
                        .toList();
    }

    @Override
    public Map<String, Object> shown(Collection<String> ids) {
        return rows.findByDeletedFalseAndIdIn(ids).stream().collect(Collectors.toMap(GroupRow::id, GroupResource::of));
    }

    @Override
    public List<Affected> affected(List<StampedEvent<DomainEvent>> events, String after, int limit) {
        return List.of();
    }
}
