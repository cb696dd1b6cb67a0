package dev.peerage.region;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a monitor wants to know of links. Reading it asks nobody: it is what was found last. */
final class LinkMetrics {

    private final MeterRegistry meters;
    private final Map<Link, List<Meter>> known = new ConcurrentHashMap<>();

    LinkMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void of(Link link) {
        known.put(
                link,
                List.of(
                        gauge(
                                link,
                                "up",
                                null,
                                "1 while the peer's events arrive, 0 otherwise",
                                status -> status.state() == LinkState.STREAMING ? 1 : 0),
                        gauge(
                                link,
                                "lag",
                                "events",
                                "Events the peer has written that are not here",
                                LinkStatus::lagEvents),
                        gauge(
                                link,
                                "delay",
                                "seconds",
                                "How old what is here of the peer may be",
                                LinkStatus::lagSeconds),
                        gauge(
                                link,
                                "received",
                                "events",
                                "Events of the peer that are here",
                                LinkStatus::receivedEvents),
                        gauge(
                                link,
                                "clock.offset",
                                "seconds",
                                "How far the peer's clock is ahead of this region's",
                                status -> status.clockOffset().toMillis() / 1_000.0)));
    }

    private Meter gauge(
            Link link, String name, @Nullable String unit, String description, ToDoubleFunction<LinkStatus> value) {
        return Gauge.builder("peerage.link." + name, link, each -> value.applyAsDouble(each.status()))
                .tags(Tags.of("peer", link.peer().name()))
                .baseUnit(unit)
                .description(description)
                .register(meters);
    }

    void forget(Link link) {
        List<Meter> gone = known.remove(link);
        if (gone != null) {
            gone.forEach(meters::remove);
        }
    }
}
