package dev.peerage.convergence;

import dev.peerage.kernel.HybridTime;
import java.util.List;
import java.util.function.Function;
import org.springframework.data.domain.Limit;

record ResourcesInRows<R>(String type, ConvergentRows<R> rows, Function<R, Resource> resource)
        implements ConvergentResources {

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

    private List<Resource> resources(List<R> found) {
        return found.stream().map(resource).toList();
    }
}
