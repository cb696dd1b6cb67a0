package dev.peerage.sync;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.web.Limit;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
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
        ChangeToken token = since == null ? null : ChangeToken.decode("since", since, types);
        Freshness needed = token == null ? freshness : freshness.with(ConsistencyToken.of(token.needed()));
        return reads.answer(
                Changes.VIEW,
                needed,
                () -> page(token, limit.value(), freshness.prefer().asked()));
    }

    private ChangePage page(@Nullable ChangeToken token, int limit, Duration patience) {
        AtomicReference<@Nullable ChangePage> page = new AtomicReference<>();
        reads.awaitAtMost(patience, Changes.VIEW, () -> {
            ChangePage next = changes.after(token, limit).orElseThrow(() -> Problem.viewBehind(Duration.ofSeconds(1)));
            page.set(next);
            return !next.isEmpty();
        });
        ChangePage read = page.get();
        if (read == null) {
            throw Problem.viewBehind(Duration.ofSeconds(1));
        }
        return read;
    }
}
