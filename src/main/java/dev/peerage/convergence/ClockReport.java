package dev.peerage.convergence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region's clock, and what it does not follow.
 *
 * @param now the region's hybrid clock
 * @param maxAheadSeconds how far ahead of the wall clock a stamp may be and still move this region's clock on
 * @param farAhead fields whose value is stamped further ahead than that, in the order of type, id and field
 */
@Schema(name = "Clock", example = """
        {
          "region": "eu",
          "now": "2026-11-27T12:00:00Z",
          "maxAheadSeconds": 60,
          "farAhead": [{
            "type": "user", "id": "homer", "field": "name", "value": "Max Power",
            "at": "2026-11-27T13:00:00Z", "region": "us", "actor": "payroll"
          }]
        }""")
record ClockReport(String region, Instant now, long maxAheadSeconds, List<FarAhead> farAhead) {

    /** A field whose value wins over whatever is written concurrently until clocks have come so far. */
    record FarAhead(
            @Schema(allowableValues = {"user", "group"}) String type,

            String id,
            String field,

            @Schema(types = {"string", "boolean"}) @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Object value,

            Instant at,
            String region,
            String actor) {}
}
