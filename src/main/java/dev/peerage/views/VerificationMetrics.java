package dev.peerage.views;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a monitor wants to know of the check of views. Reading it asks nobody: it is what was found last. */
final class VerificationMetrics implements MeterBinder {

    private final List<Verification> ofViews;

    VerificationMetrics(List<Verification> ofViews) {
        this.ofViews = ofViews;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (Verification one : ofViews) {
            String view = one.status().view();
            Gauge.builder(
                            "peerage.view.differing",
                            one,
                            each -> each.status().items().size())
                    .tag("view", view)
                    .description("Rows that differ from the log")
                    .register(meters);
            FunctionCounter.builder(
                            "peerage.view.checked", one, each -> each.status().checked())
                    .tag("view", view)
                    .description("Rows that were compared with the log")
                    .register(meters);
            Gauge.builder("peerage.view.round", one, VerificationMetrics::seconds)
                    .tag("view", view)
                    .baseUnit("seconds")
                    .description("How long it last took to compare all rows")
                    .register(meters);
            Gauge.builder("peerage.view.round.age", one, VerificationMetrics::age)
                    .tag("view", view)
                    .baseUnit("seconds")
                    .description("How long ago all rows had been compared")
                    .register(meters);
        }
    }

    private static double seconds(Verification one) {
        Double seconds = one.status().roundSeconds();
        return seconds == null ? Double.NaN : seconds;
    }

    private static double age(Verification one) {
        Instant ended = one.status().roundEnded();
        return ended == null
                ? Double.NaN
                : Duration.between(ended, Instant.now()).toMillis() / 1_000.0;
    }
}
