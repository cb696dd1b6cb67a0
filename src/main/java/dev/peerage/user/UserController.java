package dev.peerage.user;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.consistency.Writes;
import dev.peerage.eventstore.Accepted;
import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Written;
import dev.peerage.text.Text;
import dev.peerage.user.UserCommand.CreateUser;
import dev.peerage.user.UserCommand.DeleteUser;
import dev.peerage.user.UserCommand.PatchUser;
import dev.peerage.user.UserCommand.PutUser;
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
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
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
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Users")
class UserController {

    static final String VIEW = "directory";
    private static final String LIST = "users";

    private final UserRows rows;
    private final Reads reads;
    private final Writes writes;
    private final ContestedValues contestedValues;
    private final UserSearch users;

    UserController(UserRows rows, Reads reads, Writes writes, ContestedValues contestedValues, UserSearch users) {
        this.rows = rows;
        this.reads = reads;
        this.writes = writes;
        this.contestedValues = contestedValues;
        this.users = users;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "createUser",
            summary = "Create a user; the server makes its id",
            description =
                    "On condition that no user has changed since a list of users was read, if `If-Match` has its ETag")
    ResponseEntity<UserResource> create(
            @ReadAs(UserFields.class) JsonBody body, Preconditions conditions, Caller caller, Freshness freshness) {
        CreateUser command = new CreateUser(
                UserId.random(), UserBody.forCreation(body), writes.unchangedSince(conditions, UserId.SUBJECT));
        return answer(command.userId(), writes.send(command, caller, freshness));
    }

    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "putUser", summary = "Create a user with this id, or replace all its fields")
    ResponseEntity<UserResource> put(
            @PathVariable UserId id,
            @ReadAs(UserFields.class) JsonBody body,
            Preconditions conditions,
            Caller caller,
            Freshness freshness) {
        PutUser command = new PutUser(id, UserBody.forReplacement(body, id), Writes.condition(conditions));
        return answer(id, writes.send(command, caller, freshness));
    }

    @PatchMapping(path = "/{id}", consumes = "application/merge-patch+json")
    @Operation(operationId = "patchUser", summary = "Change some fields of a user (RFC 7396)")
    ResponseEntity<UserResource> patch(
            @PathVariable UserId id,
            @ReadAs(value = UserFields.class, example = "{\"name\":\"Max Power\",\"email\":null}") JsonBody body,
            Preconditions conditions,
            Caller caller,
            Freshness freshness) {
        PatchUser command = new PatchUser(id, UserBody.patch(body, id), Writes.condition(conditions));
        return answer(id, writes.send(command, caller, freshness));
    }

    @DeleteMapping(
            path = "/{id}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(operationId = "deleteUser", summary = "Delete a user, for good")
    ResponseEntity<Void> delete(@PathVariable UserId id, Preconditions conditions, Caller caller, Freshness freshness) {
        Accepted<Written<UserState>> deleted =
                writes.send(new DeleteUser(id, Writes.condition(conditions)), caller, freshness);
        return writes.answer(
                        HttpStatus.NO_CONTENT,
                        id.subject(),
                        deleted.result().state().version(),
                        deleted.position())
                .build();
    }

    private ResponseEntity<UserResource> answer(UserId id, Accepted<Written<UserState>> accepted) {
        Written<UserState> written = accepted.result();
        ResponseEntity.BodyBuilder answer = writes.answer(
                written.created() ? HttpStatus.CREATED : HttpStatus.OK,
                id.subject(),
                written.state().version(),
                accepted.position());
        if (written.created()) {
            answer.location(URI.create("/api/v1/users/" + id));
        }
        // what a new user claims was looked at when it was granted
        List<String> contested = written.created() ? List.of() : contestedValues.of(id, written.state());
        if (!contested.isEmpty()) {
            answer.cacheControl(CacheControl.noStore());
        }
        return answer.body(UserResource.of(id.value(), written.state(), contested));
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getUser", summary = "A user")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UserResource.class)))
    ResponseEntity<byte[]> get(@PathVariable UserId id, Preconditions conditions, Freshness freshness) {
        return reads.resource(
                VIEW,
                id.subject(),
                freshness,
                conditions,
                () -> rows.findById(id.value()).map(this::representation).orElse(null));
    }

    private Representation representation(UserRow row) {
        UserState state = row.state();
        return state.exists()
                ? reads.representation(
                        state.version(), UserResource.of(row), row.contested().isEmpty())
                : new Representation(state.version(), null);
    }

    @GetMapping
    @Operation(
            operationId = "listUsers",
            summary =
                    "All users in the order of their ids, the one with an exact email or username, or those searched for")
    @ApiResponse(
            responseCode = "200",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            description =
                                    "How far all users are shown: for `If-Match` of a POST here, in this region. Not of a search",
                            schema = @Schema(type = "string")))
    ResponseEntity<Page<UserResource>> list(
            @Parameter(description = "The whole email, in any case") @RequestParam(required = false) @Nullable
                    String email,
            @Parameter(description = "The whole username, in any case") @RequestParam(required = false) @Nullable
                    String username,
            @Parameter(
                            description =
                                    "Words of username, name, email and attributes, or their beginnings, in any order, without regard to case and accents, and with one typo in words of four letters or more, if these and their parts are no more than eight; best first. At most 256 characters and 16 words")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(
                            description = "Only users that are active, or are not",
                            schema = @Schema(allowableValues = {"true", "false"}))
                    @RequestParam(required = false)
                    @Nullable
                    String active,
            @Parameter(description = "Only members of the group with this id") @RequestParam(required = false) @Nullable
                    String group,
            @Parameter(
                            description = "In this order; with a minus before it in the reverse",
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "username",
                                                "-username",
                                                "name",
                                                "-name",
                                                "createdAt",
                                                "-createdAt"
                                            }))
                    @RequestParam(required = false)
                    @Nullable
                    String sort,
            PageRequest page,
            Freshness freshness) {
        boolean searched = q != null || active != null || group != null || sort != null;
        if (username != null && (email != null || searched)) {
            throw Problem.invalid("username", "cannot be combined with " + (email != null ? "email" : "a search"));
        }
        if (email != null && searched) {
            throw Problem.invalid("email", "cannot be combined with a search");
        }
        if (searched) {
            return unlessContested(users.found(q, active, group, sort, page, freshness));
        }
        return unlessContested(reads.taggedList(VIEW, freshness, () -> {
            if (email != null) {
                return exact("email", email, rows::byEmail);
            }
            if (username != null) {
                return exact("username", username, rows::byUsername);
            }
            List<UserRow> found =
                    rows.findByDeletedFalseAndIdGreaterThanOrderById(after(page), Limit.of(page.limit() + 1));
            return Page.of(page, found, last -> Cursor.of(LIST, last.id())).map(UserResource::of);
        }));
    }

    /** An answer that shows who is contested is not to be stored, as that changes without the user. */
    private static ResponseEntity<Page<UserResource>> unlessContested(ResponseEntity<Page<UserResource>> answer) {
        Page<UserResource> page = answer.getBody();
        boolean lasting = page == null
                || page.items().stream().allMatch(user -> user.contested().isEmpty());
        return lasting
                ? answer
                : ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .cacheControl(CacheControl.noStore())
                        .body(page);
    }

    private static Page<UserResource> exact(
            String parameter, String value, BiFunction<String, Limit, List<UserRow>> lookUp) {
        return Page.last(lookUp.apply(UniqueForm.ofAny(storable(parameter, value)), Limit.of(1)).stream()
                .map(UserResource::of)
                .toList());
    }

    private static String storable(String parameter, String value) {
        try {
            return Text.storable(value);
        } catch (IllegalArgumentException invalid) {
            throw Problem.invalid(parameter, String.valueOf(invalid.getMessage()));
        }
    }

    private static String after(PageRequest page) {
        List<String> key = page.after(LIST).orElse(List.of(""));
        if (key.size() != 1) {
            throw Cursor.malformed();
        }
        return key.getFirst();
    }
}
