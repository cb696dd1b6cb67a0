package dev.peerage.group;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.consistency.Writes;
import dev.peerage.eventstore.Accepted;
import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Written;
import dev.peerage.group.GroupCommand.CreateGroup;
import dev.peerage.group.GroupCommand.DeleteGroup;
import dev.peerage.group.GroupCommand.PatchGroup;
import dev.peerage.group.GroupCommand.PutGroup;
import dev.peerage.search.Criteria;
import dev.peerage.search.Search;
import dev.peerage.views.Representation;
import dev.peerage.web.Cursor;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import dev.peerage.web.Preconditions;
import dev.peerage.web.Problem;
import dev.peerage.web.ReadAs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/groups", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Groups")
class GroupController {

    private static final String VIEW = "directory";
    private static final String LIST = "groups";

    private final GroupRows rows;
    private final Reads reads;
    private final Writes writes;
    private final Search search;

    GroupController(GroupRows rows, Reads reads, Writes writes, Search search) {
        this.search = search;
        this.rows = rows;
        this.reads = reads;
        this.writes = writes;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "createGroup", summary = "Create a group; the server makes its id")
    ResponseEntity<GroupResource> create(@ReadAs(GroupFields.class) JsonBody body, Caller caller, Freshness freshness) {
        CreateGroup command = new CreateGroup(GroupId.random(), GroupBody.forCreation(body));
        return answer(command.groupId(), writes.send(command, caller, freshness));
    }

    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "putGroup", summary = "Create a group with this id, or replace all its fields")
    ResponseEntity<GroupResource> put(
            @PathVariable GroupId id,
            @ReadAs(GroupFields.class) JsonBody body,
            Preconditions conditions,
            Caller caller,
            Freshness freshness) {
        PutGroup command = new PutGroup(id, GroupBody.forReplacement(body, id), Writes.condition(conditions));
        return answer(id, writes.send(command, caller, freshness));
    }

    @PatchMapping(path = "/{id}", consumes = "application/merge-patch+json")
    @Operation(operationId = "patchGroup", summary = "Change some fields of a group (RFC 7396)")
    ResponseEntity<GroupResource> patch(
            @PathVariable GroupId id,
            @ReadAs(value = GroupFields.class, example = "{\"name\":\"Pin Pals\",\"description\":null}") JsonBody body,
            Preconditions conditions,
            Caller caller,
            Freshness freshness) {
        PatchGroup command = new PatchGroup(id, GroupBody.patch(body, id), Writes.condition(conditions));
        return answer(id, writes.send(command, caller, freshness));
    }

    @DeleteMapping(
            path = "/{id}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(operationId = "deleteGroup", summary = "Delete a group, for good")
    ResponseEntity<Void> delete(
            @PathVariable GroupId id, Preconditions conditions, Caller caller, Freshness freshness) {
        Accepted<Written<GroupState>> deleted =
                writes.send(new DeleteGroup(id, Writes.condition(conditions)), caller, freshness);
        return writes.answer(
                        HttpStatus.NO_CONTENT,
                        id.subject(),
                        deleted.result().state().version(),
                        deleted.position())
                .build();
    }

    private ResponseEntity<GroupResource> answer(GroupId id, Accepted<Written<GroupState>> accepted) {
        Written<GroupState> written = accepted.result();
        ResponseEntity.BodyBuilder answer = writes.answer(
                written.created() ? HttpStatus.CREATED : HttpStatus.OK,
                id.subject(),
                written.state().version(),
                accepted.position());
        if (written.created()) {
            answer.location(URI.create("/api/v1/groups/" + id));
        }
        return answer.body(GroupResource.of(id.value(), written.state()));
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getGroup", summary = "A group")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = GroupResource.class)))
    ResponseEntity<byte[]> get(@PathVariable GroupId id, Preconditions conditions, Freshness freshness) {
        return reads.resource(
                VIEW,
                id.subject(),
                freshness,
                conditions,
                () -> rows.findById(id.value()).map(this::representation).orElse(null));
    }

    private Representation representation(GroupRow row) {
        GroupState state = row.state();
        return state.exists()
                ? reads.representation(state.version(), GroupResource.of(row))
                : new Representation(state.version(), null);
    }

    @GetMapping
    @Operation(operationId = "listGroups", summary = "All groups in the order of their ids, or those searched for")
    ResponseEntity<Page<GroupResource>> list(
            @Parameter(
                            description =
                                    "Words of name and description, or their beginnings, in any order, without regard to case and accents, and with one typo in words of four letters or more, if these and their parts are no more than eight; best first. At most 256 characters and 16 words")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(hidden = true) @RequestParam(required = false) @Nullable String sort,
            PageRequest page,
            Freshness freshness) {
        if (sort != null) {
            // other unknown parameters are ignored, but a list in another order would pass for the one that was wanted
            throw Problem.invalid("sort", "is not supported: groups come in the order of their ids, or best first");
        }
        if (q != null) {
            return reads.found(
                    Search.VIEW,
                    VIEW,
                    freshness,
                    () -> search.page(Criteria.all(SearchedGroups.TYPE).matching(q), page, this::shown));
        }
        return reads.list(VIEW, freshness, () -> {
            List<GroupRow> found =
                    rows.findByDeletedFalseAndIdGreaterThanOrderById(after(page), Limit.of(page.limit() + 1));
            return Page.of(page, found, last -> Cursor.of(LIST, last.id())).map(GroupResource::of);
        });
    }

    private Map<String, GroupResource> shown(List<String> ids) {
        return rows.findByDeletedFalseAndIdIn(ids).stream().collect(Collectors.toMap(GroupRow::id, GroupResource::of));
    }

    private static String after(PageRequest page) {
        List<String> key = page.after(LIST).orElse(List.of(""));
        if (key.size() != 1) {
            throw Cursor.malformed();
        }
        return key.getFirst();
    }
}
