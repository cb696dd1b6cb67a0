package dev.peerage.sync;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.eventstore.Deadline;
import dev.peerage.web.Limit;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Feeds")
class ChangesController {

    private static final String SINCE = "since";

    private final Changes changes;
    private final Types types;
    private final Reads reads;

    ChangesController(Changes changes, Types types, Reads reads) {
        this.changes = changes;
        this.types = types;
        this.reads = reads;
    }

    @GetMapping("/changes")
    @Operation(
            operationId = "listChanges",
            summary = "Everything, and then what has changed",
            description =
                    "Without `since`: all users, groups and memberships, and then what changes. Apply the items in"
                            + " their order and keep `next`: your copy holds what this directory shows. The token never"
                            + " expires, and works in every region; one that has not come so far answers 503 `view-behind`."
                            + " A resource may come more than once. `Prefer: wait` waits for changes if there are none.")
    ResponseEntity<ChangePage> changes(
            @Parameter(description = "`next` of the answer before; left out for a new copy")
                    @RequestParam(required = false)
                    @Nullable
                    String since,
            Limit limit,
            Freshness freshness) {
        ChangeToken token = since == null ? null : ChangeToken.decode(SINCE, since, types);
        if (token != null) {
            reads.await(Changes.VIEW, SINCE, token.needed(), freshness);
        }
        reads.awaitEachPosition(Changes.VIEW, freshness);
        return reads.answerInItsOwnTime(
                Changes.VIEW, freshness, () -> page(token, limit.value(), freshness.untilMore()));
    }

    private ChangePage page(@Nullable ChangeToken token, int limit, Deadline until) {
        return changes.after(token, limit, until).orElseThrow(() -> Problem.viewBehind(Duration.ofSeconds(1)));
    }
}
