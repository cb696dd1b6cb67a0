package dev.peerage.convergence;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * A field that was written concurrently, and that no write has settled since.
 *
 * @param type of the resource
 * @param field such as {@code name} or {@code attributes.department}
 * @param winner what the resource shows: the last writer's
 * @param losers the others, the latest first
 */
@Schema(example = """
        {
          "type": "user",
          "id": "homer",
          "field": "name",
          "winner": {"value": "Max Power", "at": "2026-11-27T12:00:01Z", "region": "us", "actor": "payroll"},
          "losers": [{"value": "Homer J. Simpson", "at": "2026-11-27T12:00:00Z", "region": "eu", "actor": "admin"}]
        }""")
record Conflict(
        @Schema(allowableValues = {"user", "group"}) String type,
        String id,
        String field,
        StampedValue winner,
        List<StampedValue> losers) {}
