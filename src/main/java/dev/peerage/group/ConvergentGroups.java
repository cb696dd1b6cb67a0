package dev.peerage.group;

import dev.peerage.convergence.ConvergentResources;
import dev.peerage.kernel.HybridTime;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

@Component
class ConvergentGroups implements ConvergentResources {

    private final GroupRows rows;

    ConvergentGroups(GroupRows rows) {
        this.rows = rows;
    }

    @Override
    public String type() {
        return "group";
    }

    @Override
    public List<Resource> inConflict(String fromId, int limit) {
        return resources(rows.inConflict(fromId, Limit.of(limit)));
    }

    @Override
    public long conflicts() {
        return rows.conflicts();
    }

    @Override
    public List<Resource> stampedAfter(HybridTime time, int limit) {
        return resources(rows.stampedAfter(time.value(), Limit.of(limit)));
    }

    @Override
    public long fieldsStampedAfter(HybridTime time) {
        return rows.fieldsStampedAfter(time.value());
    }

    private static List<Resource> resources(List<GroupRow> rows) {
        return rows.stream()
                .map(row -> new Resource(
                        row.id(), new GroupId(row.id()).subject(), row.state().fields()))
                .toList();
    }
}
