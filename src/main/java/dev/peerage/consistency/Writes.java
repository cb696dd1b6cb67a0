package dev.peerage.consistency;

import dev.peerage.eventstore.Accepted;
import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Commands;
import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.Precondition;
import dev.peerage.eventstore.Refusal;
import dev.peerage.eventstore.Subjects;
import dev.peerage.eventstore.UnchangedSince;
import dev.peerage.eventstore.UniqueValueTaken;
import dev.peerage.eventstore.UnreadableEvent;
import dev.peerage.eventstore.WritesSuspended;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.VersionVector;
import dev.peerage.views.Views;
import dev.peerage.web.EntityTag;
import dev.peerage.web.EntityTags;
import dev.peerage.web.FieldError;
import dev.peerage.web.Preconditions;
import dev.peerage.web.Problem;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Sends commands on behalf of requests, and answers what became of them. */
@Component
public class Writes {

    private final Commands commands;
    private final Views views;
    private final LogEnd log;
    private final Subjects subjects;
    private final Reach reach;

    Writes(Commands commands, Views views, LogEnd log, Subjects subjects, Reach reach) {
        this.commands = commands;
        this.views = views;
        this.log = log;
        this.subjects = subjects;
        this.reach = reach;
    }

    /** The conditions of a write, as its command takes them. */
    public static Precondition condition(Preconditions headers) {
        return Conditions.of(headers);
    }

    /**
     * The condition of a POST to a collection: {@code If-Match} names the tag of a list, and nothing may have changed since that
     * was read. {@code *} matches, as the collection is always there.
     *
     * @param subjects what the subjects of the collection begin with
     * @throws Problem 412 if it names no tag that this region can have given
     */
    public Optional<UnchangedSince> unchangedSince(Preconditions headers, String subjects) {
        return headers.ifMatch().flatMap(tags -> switch (tags) {
            case EntityTags.Any() -> Optional.empty();
            case EntityTags.Listed(List<EntityTag> listed) ->
                Optional.of(new UnchangedSince(
                        subjects,
                        listed.stream()
                                .flatMapToLong(tag -> CollectionTag.position(tag, log.region()).stream())
                                .max()
                                .orElseThrow(() -> Problem.preconditionFailed(
                                        "If-Match names no list that this region has given."))));
        });
    }

    /**
     * Sends a command.
     *
     * @throws Problem 404, 409 or 412 if it is refused, 503 if this region's log does not have what the token names
     */
    public <R> Accepted<R> send(Command<R> command, Caller caller, Freshness freshness) {
        Deadline until = freshness.until();
        boolean isHere = reach.awaitInLog(freshness.tokens(), until)
                && (freshness.tagged().isEmpty() || awaitVersion(command.subject(), freshness.tagged(), until));
        if (!isHere) {
            throw reach.behind(freshness.tokens());
        }
        try {
            return commands.send(command, caller);
        } catch (Refusal | UniqueValueTaken | WritesSuspended | UnreadableEvent refused) {
            // that something does not go is an answer too, and rests on all that is here
            throw problem(refused).with(Freshness.HEADER, reach(log.position()).encode());
        }
    }

    /** What the sender of a refused command is told. */
    public static Problem problem(RuntimeException refused) {
        return switch (refused) {
            case Refusal.NotKnown unknown -> Problem.notFound(unknown.why());
            case Refusal.Retired retired -> Problem.conflict("id-retired", retired.why(), List.of());
            case Refusal.PreconditionFailed failed -> Problem.preconditionFailed(failed.why());
            case Refusal.NotAllowed field -> Problem.invalid(field.field(), field.why());
            case UniqueValueTaken taken ->
                Problem.conflict(
                        taken.kind() + "-taken",
                        "the " + taken.kind() + " is taken",
                        List.of(new FieldError(taken.kind(), "is taken")));
            case WritesSuspended suspended ->
                Problem.of(503, "writes-suspended", String.valueOf(suspended.getMessage()))
                        .with(HttpHeaders.RETRY_AFTER, "5");
            case UnreadableEvent newer ->
                Problem.of(503, "newer-release", String.valueOf(newer.getMessage()))
                        .with(HttpHeaders.RETRY_AFTER, "5");
            case Problem problem -> problem;
            default -> throw refused;
        };
    }

    /**
     * Waits until this region's log has what the tokens of a request about many resources name, as a view shows that
     * moves on with the log.
     *
     * @throws Problem 503 if it does not have it in time
     */
    public void mustHave(Freshness freshness) {
        freshness.mustNotBeTagged();
        if (!reach.awaitInLog(freshness.tokens(), freshness.until())) {
            throw reach.behind(freshness.tokens());
        }
    }

    /** A view tells when events of the subject have come; that is a little later than they are in the log. */
    private boolean awaitVersion(String subject, VersionVector wanted, Deadline until) {
        return views.awaitRow(subject, () -> subjects.version(subject).covers(wanted), until);
    }

    /** A token of what was written up to a position of this region's log. */
    public ConsistencyToken reach(long position) {
        return reach.upTo(position);
    }

    /** The answer to a write: the status, the resource's new version, and how far the log reaches with it. */
    public ResponseEntity.BodyBuilder answer(HttpStatus status, String subject, VersionVector version, long position) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.ETAG, VersionTag.of(version).header())
                .header(
                        Freshness.HEADER,
                        reach(position).about(subject, version).encode());
    }
}
