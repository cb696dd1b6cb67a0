package dev.peerage.consistency;

import dev.peerage.eventstore.Marks;
import dev.peerage.views.Views;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

@Component
class WaitingMetrics implements MeterBinder {

    private final Views views;
    private final Marks marks;

    WaitingMetrics(Views views, Marks marks) {
        this.views = views;
        this.marks = marks;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("peerage.requests.waiting", () -> views.waiting() + marks.waiting())
                .description("Requests that wait for what their tokens name")
                .register(meters);
    }
}
