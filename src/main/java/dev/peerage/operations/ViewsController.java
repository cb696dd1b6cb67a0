package dev.peerage.operations;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.views.Fingerprint;
import dev.peerage.views.Mending;
import dev.peerage.views.Rebuilds;
import dev.peerage.views.VerificationStatus;
import dev.peerage.views.Verifications;
import dev.peerage.views.ViewNotFree;
import dev.peerage.views.ViewStatus;
import dev.peerage.views.Views;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/admin", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations")
class ViewsController {

    private static final Pattern SUBJECT = Pattern.compile("[a-z]+/[A-Za-z0-9._/-]{1,200}");

    private final Views views;
    private final Rebuilds rebuilds;
    private final Verifications verifications;
    private final Reads reads;
    private final LogEnd log;

    ViewsController(Views views, Rebuilds rebuilds, Verifications verifications, Reads reads, LogEnd log) {
        this.views = views;
        this.rebuilds = rebuilds;
        this.verifications = verifications;
        this.reads = reads;
        this.log = log;
    }

    @GetMapping("/views")
    @Operation(operationId = "listViews", summary = "How each view is doing")
    List<ViewStatus> status(Freshness freshness) {
        return rebuilds.status();
    }

    @PostMapping(
            path = "/views/{name}/replay",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "replayView", summary = "Empty a view and replay the log into it, in place")
    void replay(@PathVariable String name, Freshness freshness) {
        mustBeKnown(name);
        if (rebuilds.isRunning(name)) {
            throw isBeingRebuilt(name);
        }
        unlessOthersHaveIt(() -> {
            views.replay(name);
            return name;
        });
    }

    private static <T> T unlessOthersHaveIt(Supplier<T> work) {
        try {
            return work.get();
        } catch (ViewNotFree others) {
            throw Problem.conflict("view-stopped", others.getMessage() + ".", List.of());
        }
    }

    @PostMapping(
            path = "/views/{name}/rebuild",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "rebuildView",
            summary = "Make a view anew beside the one that is read, which it replaces when it has caught up")
    void rebuild(@PathVariable String name, Freshness freshness) {
        mustBeKnown(name);
        if (!rebuilds.begin(name)) {
            throw isBeingRebuilt(name);
        }
    }

    @DeleteMapping(
            path = "/views/{name}/rebuild",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "cancelRebuild",
            summary = "Give up making a view anew; the one that is read stays",
            description =
                    "For good when this is answered. What was made so far is cleared away within moments, by the node that made it or, if that has died, by another.")
    void cancel(@PathVariable String name, Freshness freshness) {
        mustBeKnown(name);
        if (!rebuilds.cancel(name)) {
            throw Problem.notFound("View %s is not being rebuilt.".formatted(name));
        }
    }

    @GetMapping("/views/{name}/differences")
    @Operation(
            operationId = "listDifferences",
            summary = "The rows of a view that are not what the log says",
            description = "Found by a check that goes through all rows again and again; see `peerage.verify`.")
    VerificationStatus differences(@PathVariable String name, Freshness freshness) {
        mustBeKnown(name);
        return verifications.status(name);
    }

    @PostMapping(
            path = "/views/{name}/mend",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(
            operationId = "mendView",
            summary = "Make those rows of a view anew from the log that differ from it",
            description =
                    "Those that are known to differ, or one subject's, which is checked first. Rows that are right stay"
                            + " as they are, so it can be repeated.")
    Mending mend(
            @PathVariable String name,
            @RequestParam(required = false) @Parameter(example = "user/homer") @Nullable String subject,
            Freshness freshness) {
        mustBeKnown(name);
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw Problem.invalid("subject", "must be a type and an id, such as user/homer");
        }
        // what is behind the log cannot be compared with it
        reads.catchUp(name, freshness);
        return unlessOthersHaveIt(() -> subject == null ? verifications.mend(name) : verifications.mend(name, subject));
    }

    private void mustBeKnown(String name) {
        if (!views.knows(name)) {
            throw Problem.notFound("No view is named so; there are " + views.names() + ".");
        }
    }

    private static Problem isBeingRebuilt(String name) {
        return Problem.conflict(
                "rebuild-running", "View %s is being rebuilt; that can be cancelled.".formatted(name), List.of());
    }

    @GetMapping("/fingerprint")
    @Operation(
            operationId = "getFingerprint",
            summary = "What the views hold, as hashes to compare with another region's")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            schemaProperties = {
                                @SchemaProperty(name = "region", schema = @Schema(type = "string")),
                                @SchemaProperty(name = "users", schema = @Schema(implementation = Fingerprint.class)),
                                @SchemaProperty(name = "groups", schema = @Schema(implementation = Fingerprint.class)),
                                @SchemaProperty(
                                        name = "memberships",
                                        schema = @Schema(implementation = Fingerprint.class)),
                                @SchemaProperty(name = "search", schema = @Schema(implementation = Fingerprint.class)),
                                @SchemaProperty(
                                        name = "received",
                                        schema = @Schema(type = "object", additionalPropertiesSchema = Long.class))
                            },
                            examples = @ExampleObject("""
                                    {
                                      "region": "local",
                                      "users": {"count": 1, "hash": "f1d2d2f924e986ac86fdf7b36c94bcdf"},
                                      "groups": {"count": 1, "hash": "e242ed3bffccdf271b7fbaf34ed72d08"},
                                      "memberships": {"count": 1, "hash": "6eadeac2dade6347e87c0d24fd455fef"},
                                      "search": {"count": 2, "hash": "d4735e3a265e16eee03f59718b9b5d03"},
                                      "received": {"local": 12}
                                    }""")))
    ResponseEntity<Map<String, Object>> fingerprint(Freshness freshness) {
        Map<String, Long> received = new TreeMap<>();
        log.received().forEach((region, events) -> received.put(region.name(), events));
        for (String view : views.names()) {
            reads.await(view, freshness);
            // who compares two regions that have received the same wants to know what they make of it
            reads.catchUp(view, freshness);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("region", log.region().name());
        answer.putAll(views.fingerprints());
        answer.put("received", received);
        return ResponseEntity.ok()
                .header(Freshness.HEADER, reads.reachOfAllViews().encode())
                .body(answer);
    }
}
