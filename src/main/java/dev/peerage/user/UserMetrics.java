package dev.peerage.user;

import dev.peerage.convergence.CountedLately;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

@Component
class UserMetrics implements MeterBinder {

    private final CountedLately contested;

    UserMetrics(ContestedValues values) {
        this.contested = new CountedLately(values::count);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("peerage.values.contested", contested, CountedLately::value)
                .description("Usernames and emails that users show and others have the earlier claim to")
                .register(meters);
    }
}
