package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which region this is, and how far ahead of the local clock a stamp may be to move this region's clock on.
 *
 * @param region {@code [a-z][a-z0-9-]{0,15}}; never changed once the region has written
 */
@ConfigurationProperties("peerage")
record EventStoreProperties(
        @DefaultValue("local") String region,
        @DefaultValue("1m") Duration maxClockAhead) {

    Region regionName() {
        return Region.of(region);
    }
}
