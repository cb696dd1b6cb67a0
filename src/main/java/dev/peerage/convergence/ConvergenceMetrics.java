package dev.peerage.convergence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class ConvergenceMetrics implements MeterBinder {

    private final CountedLately conflicts;
    private final CountedLately farAhead;

    ConvergenceMetrics(List<ConvergentResources> types, FarAheadFields farAhead) {
        this.conflicts = new CountedLately(
                () -> types.stream().mapToLong(ConvergentResources::conflicts).sum());
        this.farAhead = new CountedLately(farAhead::count);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("peerage.conflicts.open", conflicts, CountedLately::value)
                .description("Fields that were written concurrently and not settled since")
                .register(meters);
        Gauge.builder("peerage.clock.far.ahead.fields", farAhead, CountedLately::value)
                .description("Fields whose value is stamped further ahead than this region's clock follows")
                .register(meters);
    }
}
