package dev.peerage.region;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a link is doing.
 *
 * @param receivedEvents so many of the peer's events are here
 * @param lagEvents so many more the peer had written when it was asked last
 * @param lagSeconds everything is here that the peer had so long ago; 0 if nothing is missing
 * @param error why nothing arrives
 * @param clockOffset how far the peer's clock is ahead of this region's, as measured last
 */
@Schema(name = "Peer", example = """
        {"region": "us", "state": "streaming", "receivedEvents": 17000, "lagEvents": 3, "lagSeconds": 0.4}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
record LinkStatus(
        String region,

        @Schema(
                type = "string",
                allowableValues = {"streaming", "paused", "down"})
        LinkState state,

        long receivedEvents,
        long lagEvents,
        double lagSeconds,
        @Nullable String error,
        @JsonIgnore Duration clockOffset) {

    LinkStatus down(String why, double secondsBehind) {
        return new LinkStatus(region, LinkState.DOWN, receivedEvents, lagEvents, secondsBehind, why, clockOffset);
    }

    @JsonIgnore
    long writtenEvents() {
        return receivedEvents + lagEvents;
    }
}
