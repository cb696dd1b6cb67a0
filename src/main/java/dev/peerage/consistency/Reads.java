package dev.peerage.consistency;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.kernel.VersionVector;
import dev.peerage.views.Representation;
import dev.peerage.views.Views;
import dev.peerage.web.EntityTag;
import dev.peerage.web.Page;
import dev.peerage.web.Preconditions;
import dev.peerage.web.Problem;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers reads from a view, as fresh as the request asks for, and says in the answer how far it reaches. */
@Component
public class Reads {

    private final Views views;
    private final LogEnd log;
    private final Reach reach;
    private final AfterWaiting afterWaiting;
    private final JsonMapper json;

    Reads(Views views, LogEnd log, Reach reach, AfterWaiting afterWaiting, JsonMapper json) {
        this.views = views;
        this.log = log;
        this.reach = reach;
        this.afterWaiting = afterWaiting;
        this.json = json;
    }

    /**
     * Reads one resource, waiting only for what the tokens name of it, if they do.
     *
     * @param read the resource's row, {@code null} if there is none; a deleted resource has one
     * @throws Problem 503 {@code view-behind} if the view has not come so far in time
     */
    public <T> @Nullable T one(
            String view,
            String subject,
            Freshness freshness,
            Supplier<@Nullable T> read,
            Function<T, VersionVector> version) {
        return read(view, freshness.beside(subject), subject, freshness, read, version);
    }

    /**
     * Reads one resource whose answer rests on others too, as a membership's does on its group and user: waits until
     * the view has all that the tokens name.
     *
     * @param read the resource's row, {@code null} if there is none
     * @throws Problem 503 {@code view-behind} if the view has not come so far in time
     */
    public <T> @Nullable T oneOfSeveral(
            String view,
            String subject,
            Freshness freshness,
            Supplier<@Nullable T> read,
            Function<T, VersionVector> version) {
        return read(view, freshness.tokens(), subject, freshness, read, version);
    }

    private <T> @Nullable T read(
            String view,
            List<ConsistencyToken> tokens,
            String subject,
            Freshness freshness,
            Supplier<@Nullable T> read,
            Function<T, VersionVector> version) {
        VersionVector wanted = freshness.versionOf(subject);
        if (tokens.isEmpty() && wanted.isEmpty()) {
            return read.get();
        }
        AtomicReference<@Nullable T> row = new AtomicReference<>();
        Deadline until = freshness.until();
        while (reach.awaitIn(view, tokens, until)
                && views.awaitRow(
                        subject,
                        () -> {
                            row.set(afterWaiting.read(read, until));
                            return wanted.isEmpty() || reaches(row.get(), wanted, version);
                        },
                        until)) {
            // while the row was waited for, the view may have been emptied
            if (reach.isIn(view, tokens)) {
                return row.get();
            }
        }
        throw reach.behind(tokens);
    }

    private static <T> boolean reaches(@Nullable T row, VersionVector wanted, Function<T, VersionVector> version) {
        return row != null && version.apply(row).covers(wanted);
    }

    /**
     * Reads a list, once the view has all that the token names.
     *
     * @throws Problem 503 {@code view-behind} if the view has not come so far in time
     */
    public <T> ResponseEntity<Page<T>> list(String view, Freshness freshness, Supplier<Page<T>> read) {
        return answer(view, freshness, read);
    }

    /**
     * Reads what is found in one view and shown from another, once both have all that the tokens name.
     *
     * @throws Problem 503 {@code view-behind} if they have not come so far in time
     */
    public <T> ResponseEntity<Page<T>> found(
            String view, String shownFrom, Freshness freshness, Supplier<Page<T>> read) {
        Page<T> page = lookedAtTwice(List.of(view, shownFrom), freshness, read);
        return ResponseEntity.ok()
                .header(Freshness.HEADER, reach.ofAllViews().encode())
                .body(page);
    }

    /**
     * Answers about many resources, once the view has all that the tokens name.
     *
     * @throws Problem 503 {@code view-behind} if the view has not come so far in time
     */
    public <B> ResponseEntity<B> answer(String view, Freshness freshness, Supplier<B> read) {
        B body = lookedAtTwice(List.of(view), freshness, read);
        return ResponseEntity.ok()
                .header(Freshness.HEADER, reach.of(view).encode())
                .body(body);
    }

    /**
     * Reads a list in the same way, and tags it with how far the view had come before: a write may be conditional on
     * {@linkplain Writes#unchangedSince nothing having changed since}.
     */
    public <T> ResponseEntity<Page<T>> taggedList(String view, Freshness freshness, Supplier<Page<T>> read) {
        await(view, freshness);
        EntityTag tag = CollectionTag.of(log.region(), views.position(view));
        Page<T> page = lookedAtTwice(List.of(view), freshness, read);
        return ResponseEntity.ok()
                // the list may show more than that, and more each time: no answer is 304 by it
                .header(TagOfUnstored.HEADER, tag.header())
                .header(Freshness.HEADER, reach.of(view).encode())
                .body(page);
    }

    /** What is read when all that the tokens name is in the views, before and after: they may have been emptied between. */
    private <B> B lookedAtTwice(List<String> all, Freshness freshness, Supplier<B> read) {
        freshness.mustNotBeTagged();
        if (freshness.tokens().isEmpty()) {
            return read.get();
        }
        while (true) {
            all.forEach(view -> await(view, freshness));
            List<Long> emptied = all.stream().map(views::replays).toList();
            B body = afterWaiting.read(read, freshness.until());
            if (all.stream().allMatch(view -> reach.isIn(view, freshness.tokens()))
                    && all.stream().map(views::replays).toList().equals(emptied)) {
                return body;
            }
        }
    }

    /**
     * Answers about many resources with what takes its own time to wait for something.
     *
     * @throws Problem 503 {@code view-behind} if the view has not come so far in time
     */
    public <B> ResponseEntity<B> answerInItsOwnTime(String view, Freshness freshness, Supplier<B> read) {
        await(view, freshness);
        B body = read.get();
        return ResponseEntity.ok()
                .header(Freshness.HEADER, reach.of(view).encode())
                .body(body);
    }

    /**
     * Waits until a view has all that the tokens name.
     *
     * @throws Problem 503 {@code view-behind} if it has not come so far in time
     */
    public void await(String view, Freshness freshness) {
        freshness.mustNotBeTagged();
        if (!reach.awaitIn(view, freshness.tokens(), freshness.until())) {
            throw reach.behind(freshness.tokens());
        }
    }

    /**
     * Waits until a view has all up to a position of each region, which another part of the request than the tokens names.
     *
     * @param parameter that part
     * @throws Problem 503 {@code view-behind} if it has not come so far in time, 400 if it never will
     */
    public void await(String view, String parameter, OriginPositions positions, Freshness freshness) {
        List<ConsistencyToken> wanted = List.of(ConsistencyToken.of(positions));
        if (!reach.awaitIn(view, wanted, freshness.until())) {
            throw reach.behind(parameter, wanted);
        }
    }

    /** The same of all positions that the tokens name, be they this region's own: for what goes by those of all regions. */
    public void awaitEachPosition(String view, Freshness freshness) {
        for (ConsistencyToken token : freshness.tokens()) {
            await(view, Freshness.HEADER, OriginPositions.of(token.positions()), freshness);
        }
    }

    /** A token that names all that is in any view by now. */
    public ConsistencyToken reachOfAllViews() {
        return reach.ofAllViews();
    }

    /** Gives a view time to get to where the log is now, as long as the request has patience. */
    public void catchUp(String view, Freshness freshness) {
        var _ = views.awaitPosition(view, log.position(), freshness.until());
    }

    /**
     * Answers with one resource, from memory if it was read lately: 200, or 304 if the request has it already.
     *
     * @param read the resource as its row shows it, {@code null} if there is no row
     * @throws Problem 404 if there is no such resource, 503 {@code view-behind} if the view has not come so far in time
     */
    public ResponseEntity<byte[]> resource(
            String view,
            String subject,
            Freshness freshness,
            Preconditions conditions,
            Supplier<@Nullable Representation> read) {
        Representation found =
                one(view, subject, freshness, () -> views.representation(view, subject, read), Representation::version);
        byte[] content = found == null ? null : found.content();
        if (found == null || content == null) {
            throw notFound(view, subject);
        }
        return answer(view, subject, found.version(), found.lasting(), conditions, () -> content);
    }

    /** A resource as it is sent. */
    public Representation representation(VersionVector version, Object resource) {
        return representation(version, resource, true);
    }

    /**
     * A resource as it is sent.
     *
     * @param lasting whether it stays as it is for as long as its version does
     */
    public Representation representation(VersionVector version, Object resource, boolean lasting) {
        return new Representation(version, json.writeValueAsBytes(resource), lasting);
    }

    /** 200 with the resource, or 304 if the request has it already. */
    public <T> ResponseEntity<T> answer(
            String view, String subject, VersionVector version, Preconditions conditions, Supplier<T> body) {
        return answer(view, subject, version, true, conditions, body);
    }

    /** What does not last with its version is never 304, and not to be stored: its tag could not tell it is outdated. */
    private <T> ResponseEntity<T> answer(
            String view,
            String subject,
            VersionVector version,
            boolean lasting,
            Preconditions conditions,
            Supplier<T> body) {
        EntityTag tag = VersionTag.of(version);
        boolean known = conditions.notModified(tag) && lasting;
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .header(lasting ? HttpHeaders.ETAG : TagOfUnstored.HEADER, tag.header())
                .header(Freshness.HEADER, reach.of(view).about(subject, version).encode());
        if (!lasting) {
            answer.cacheControl(CacheControl.noStore());
        }
        return known
                ? answer.build()
                : answer.contentType(MediaType.APPLICATION_JSON).body(body.get());
    }

    /** 404, with a token: that something is not there is an answer too. */
    public Problem notFound(String view, String subject) {
        return Problem.notFound(subject + " is not known here")
                .with(Freshness.HEADER, reach.of(view).encode());
    }
}
