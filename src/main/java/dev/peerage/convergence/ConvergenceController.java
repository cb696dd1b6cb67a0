package dev.peerage.convergence;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.RegionClock;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ConvergenceController {

    private static final String VIEW = "directory";

    private final Conflicts conflicts;
    private final FarAheadFields farAhead;
    private final RegionClock clock;
    private final LogEnd log;
    private final Reads reads;

    ConvergenceController(Conflicts conflicts, FarAheadFields farAhead, RegionClock clock, LogEnd log, Reads reads) {
        this.conflicts = conflicts;
        this.farAhead = farAhead;
        this.clock = clock;
        this.log = log;
        this.reads = reads;
    }

    @GetMapping("/conflicts")
    @Tag(name = "Feeds")
    @Operation(
            operationId = "listConflicts",
            summary = "Fields that were written concurrently and not settled since",
            description = "In the order of type, id and field; the same in all regions that have the same events."
                    + " The next write of the field, which has seen them all, settles it.")
    ResponseEntity<Page<Conflict>> conflicts(PageRequest page, Freshness freshness) {
        return reads.list(VIEW, freshness, () -> conflicts.page(page));
    }

    @GetMapping("/admin/clock")
    @Tag(name = "Operations")
    @Operation(
            operationId = "getClock",
            summary = "This region's clock, and the fields that are stamped far ahead of it",
            description = "At most 1000 fields. Such a value is shown, as it is the last writer's, and an ordinary"
                    + " write of another value replaces it: that write has seen it.")
    ClockReport clock(Freshness freshness) {
        reads.await(VIEW, freshness);
        return new ClockReport(
                log.region().name(), clock.now().instant(), clock.maxAhead().toSeconds(), farAhead.list());
    }
}
