package dev.peerage.membership;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Reads;
import dev.peerage.consistency.Writes;
import dev.peerage.eventstore.Accepted;
import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Written;
import dev.peerage.group.GroupId;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.VersionVector;
import dev.peerage.membership.MembershipCommand.AddMember;
import dev.peerage.membership.MembershipCommand.RemoveMember;
import dev.peerage.user.UserId;
import dev.peerage.web.Cursor;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import dev.peerage.web.Preconditions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Memberships")
class MembershipController {

    private static final String VIEW = "directory";

    private final MembershipRows rows;
    private final Reads reads;
    private final Writes writes;

    MembershipController(MembershipRows rows, Reads reads, Writes writes) {
        this.rows = rows;
        this.reads = reads;
        this.writes = writes;
    }

    @PutMapping(
            path = "/groups/{groupId}/members/{userId}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(operationId = "addMember", summary = "Make a user a member of a group")
    ResponseEntity<Void> put(
            @PathVariable GroupId groupId,
            @PathVariable UserId userId,
            Preconditions conditions,
            Caller caller,
            Freshness freshness) {
        return send(new AddMember(groupId, userId, Writes.condition(conditions)), caller, freshness);
    }

    @DeleteMapping(
            path = "/groups/{groupId}/members/{userId}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(operationId = "removeMember", summary = "End a user's membership of a group")
    ResponseEntity<Void> delete(
            @PathVariable GroupId groupId,
            @PathVariable UserId userId,
            Preconditions conditions,
            Caller caller,
            Freshness freshness) {
        return send(new RemoveMember(groupId, userId, Writes.condition(conditions)), caller, freshness);
    }

    private ResponseEntity<Void> send(MembershipCommand command, Caller caller, Freshness freshness) {
        Accepted<Written<MembershipState>> accepted = writes.send(command, caller, freshness);
        VersionVector version = accepted.result().state().version();
        ResponseEntity.BodyBuilder answer =
                writes.answer(HttpStatus.NO_CONTENT, command.subject(), version, accepted.position());
        // what never was has no version
        return version.isEmpty()
                ? answer.headers(headers -> headers.remove(HttpHeaders.ETAG)).build()
                : answer.build();
    }

    @GetMapping("/groups/{groupId}/members/{userId}")
    @Operation(operationId = "getMembership", summary = "A user's membership of a group")
    ResponseEntity<MembershipResource> get(
            @PathVariable GroupId groupId, @PathVariable UserId userId, Preconditions conditions, Freshness freshness) {
        String subject = new MembershipId(groupId, userId).subject();
        ReferencedMembership membership = reads.oneOfSeveral(
                VIEW,
                subject,
                freshness,
                () -> rows.find(groupId.value(), userId.value()).orElse(null),
                found -> found.versionFor(freshness, groupId, userId));
        Optional<HybridTime> since = membership == null ? Optional.empty() : membership.since();
        if (membership == null || since.isEmpty()) {
            throw reads.notFound(VIEW, subject);
        }
        return reads.answer(
                VIEW,
                subject,
                membership.state().version(),
                conditions,
                () -> new MembershipResource(
                        groupId.value(), userId.value(), since.get().instant()));
    }

    @GetMapping("/groups/{groupId}/members")
    @Operation(operationId = "listMembers", summary = "The members of a group in the order of their ids")
    ResponseEntity<Page<Member>> members(@PathVariable GroupId groupId, PageRequest page, Freshness freshness) {
        String list = "members:" + groupId;
        return reads.list(VIEW, freshness, () -> {
            String after = after(page, list);
            if (!rows.groupExists(groupId.value())) {
                throw reads.notFound(VIEW, groupId.subject());
            }
            List<Member> found = rows.members(groupId.value(), after, Limit.of(page.limit() + 1));
            return Page.of(page, found, last -> Cursor.of(list, last.userId()));
        });
    }

    @GetMapping("/users/{userId}/groups")
    @Operation(
            operationId = "listGroupsOfUser",
            summary = "The groups that a user is a member of, in the order of their ids")
    ResponseEntity<Page<GroupOfUser>> groups(@PathVariable UserId userId, PageRequest page, Freshness freshness) {
        String list = "groups-of:" + userId;
        return reads.list(VIEW, freshness, () -> {
            String after = after(page, list);
            if (!rows.userExists(userId.value())) {
                throw reads.notFound(VIEW, userId.subject());
            }
            List<GroupOfUser> found = rows.groups(userId.value(), after, Limit.of(page.limit() + 1));
            return Page.of(page, found, last -> Cursor.of(list, last.groupId()));
        });
    }

    private static String after(PageRequest page, String list) {
        List<String> key = page.after(list).orElse(List.of(""));
        if (key.size() != 1) {
            throw Cursor.malformed();
        }
        return key.getFirst();
    }
}
