package dev.peerage.consistency;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.LogEnd;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.eventstore.Subjects;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import dev.peerage.views.Views;
import dev.peerage.web.Page;
import dev.peerage.web.Problem;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Answers reads from the log itself, which is ahead of every view, as fresh as the request asks for, and says in the
 * answer how far it reaches.
 */
@Component
public class LogReads {

    private final Views views;
    private final LogEnd log;
    private final Subjects subjects;
    private final Reach reach;

    LogReads(Views views, LogEnd log, Subjects subjects, Reach reach) {
        this.views = views;
        this.log = log;
        this.subjects = subjects;
        this.reach = reach;
    }

    /**
     * Reads a list of what many resources were, once the log has all that the tokens name.
     *
     * @throws Problem 503 {@code view-behind} if the log has not come so far in time
     */
    public <T> ResponseEntity<Page<T>> list(Freshness freshness, Supplier<Page<T>> read) {
        await(freshness);
        return answer(read.get());
    }

    /**
     * Reads a list of what one resource was, waiting only for what the tokens name of it, if they do.
     *
     * @throws Problem 404 if no event of it is here, 503 {@code view-behind} if the log has not come so far in time
     */
    public <T> ResponseEntity<Page<T>> listOf(String subject, Freshness freshness, Supplier<Page<T>> read) {
        List<ConsistencyToken> beside = freshness.beside(subject);
        VersionVector wanted = freshness.versionOf(subject);
        Deadline until = freshness.until();
        boolean isHere = reach.awaitInLog(beside, until)
                && (wanted.isEmpty()
                        || views.awaitRow(
                                subject, () -> subjects.version(subject).covers(wanted), until));
        if (!isHere) {
            throw reach.behind(beside);
        }
        if (subjects.version(subject).isEmpty()) {
            throw Problem.notFound(subject + " is not known here")
                    .with(Freshness.HEADER, reach.ofLog().encode());
        }
        return answer(read.get());
    }

    private <T> ResponseEntity<Page<T>> answer(Page<T> page) {
        return ResponseEntity.ok()
                .header(Freshness.HEADER, reach.ofLog().encode())
                .body(page);
    }

    /**
     * Waits until the log has all that the tokens name.
     *
     * @throws Problem 503 {@code view-behind} if it has not come so far in time
     */
    public void await(Freshness freshness) {
        freshness.mustNotBeTagged();
        if (!reach.awaitInLog(freshness.tokens(), freshness.until())) {
            throw reach.behind(freshness.tokens());
        }
    }

    /** A token that names all that is in the log by now. */
    public ConsistencyToken reach() {
        return reach.ofLog();
    }

    /** Which events such a token names: an answer that was begun with it shows no others, however long it takes. */
    public Predicate<StoredEvent> namedBy(ConsistencyToken token) {
        Region here = log.region();
        long position = token.positions().getOrDefault(here, 0L);
        return event -> {
            Region origin = event.stamp().dot().region();
            return event.position() <= position
                    && (origin.equals(here)
                            || event.originPosition() <= token.positions().getOrDefault(origin, 0L));
        };
    }
}
