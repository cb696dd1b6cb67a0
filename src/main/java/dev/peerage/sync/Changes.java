package dev.peerage.sync;

import dev.peerage.eventstore.Deadline;
import dev.peerage.eventstore.OriginLog;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.sync.ChangeToken.InEverything;
import dev.peerage.sync.ChangeToken.WithinEvent;
import dev.peerage.views.Views;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a consumer does not have yet: everything first, and then the resources that events behind its token are about, as
 * the view shows them now. A resource may so be told of more than once, and never with less than before.
 */
@Component
class Changes {

    static final String VIEW = "directory";

    /** Hardly ever is there one; of more than a token can name it does not matter how many they are. */
    private static final int MOST_STOPPED = 100;

    private final OriginLog log;
    private final Views views;
    private final Everything everything;
    private final Types types;

    Changes(OriginLog log, Views views, Everything everything, Types types) {
        this.log = log;
        this.views = views;
        this.everything = everything;
        this.types = types;
    }

    /**
     * The next page for a consumer whose token the view has reached. Waits for one that brings something.
     *
     * @param since {@code null} for one that has nothing yet
     * @return empty if the view was emptied meanwhile, to be filled again
     */
    Optional<ChangePage> after(@Nullable ChangeToken since, int limit, Deadline until) {
        AtomicReference<Optional<ChangePage>> page = new AtomicReference<>(Optional.empty());
        AtomicReference<@Nullable OriginPositions> seen = new AtomicReference<>();
        views.awaitMove(
                VIEW,
                () -> {
                    long emptied = views.replays(VIEW);
                    // before any row is looked at: what it shows may be newer, and is then told of again
                    long passed = views.position(VIEW);
                    OriginPositions complete = OriginPositions.of(log.complete(passed));
                    if (complete.equals(seen.getAndSet(complete))) {
                        return false;
                    }
                    boolean isThere = since == null || log.has(since.needed(), passed);
                    ChangePage read = isThere ? after(since, limit, complete) : null;
                    page.set(Optional.ofNullable(views.replays(VIEW) == emptied ? read : null));
                    return !page.get().map(ChangePage::isEmpty).orElse(false);
                },
                until);
        return page.get();
    }

    /** @param complete of each region up to which of its positions everything is in the view */
    private ChangePage after(@Nullable ChangeToken since, int limit, OriginPositions complete) {
        SortedSet<String> stopped = ChangeToken.owing(views.stopped(VIEW, MOST_STOPPED));
        if (since == null) {
            return everything(new ChangeToken(complete, stopped, null), complete, stopped, limit);
        }
        return since.place() instanceof InEverything
                ? everything(since, complete, stopped, limit)
                : changes(since, complete, stopped, limit);
    }

    private ChangePage everything(ChangeToken since, OriginPositions complete, SortedSet<String> stopped, int limit) {
        Everything.Read read =
                everything.after(since.place() instanceof InEverything(Resource last) ? last : null, limit);
        ChangeToken next = new ChangeToken(since.reached(), both(since.owed(), stopped), read.place());
        return page(read.items(), next, complete, stopped);
    }

    private static SortedSet<String> both(SortedSet<String> owed, SortedSet<String> stopped) {
        SortedSet<String> both = new TreeSet<>(owed);
        both.addAll(stopped);
        return ChangeToken.owing(both);
    }

    private ChangePage changes(ChangeToken since, OriginPositions complete, SortedSet<String> stopped, int limit) {
        boolean anyMayHaveGoneOn = ChangeToken.isAny(since.owed()) && !ChangeToken.isAny(stopped);
        SortedSet<String> owed = both(since.owed(), stopped);
        List<String> goneOn = ChangeToken.isAny(owed)
                ? List.of()
                : since.owed().stream()
                        .filter(subject -> !stopped.contains(subject))
                        .limit(limit)
                        .toList();
        goneOn.forEach(owed::remove);
        Walk walk =
                new Walk(log, types, limit, goneOn.stream().map(Resource::of).toList(), since.reached(), (WithinEvent)
                        since.place());
        walk.upTo(complete);
        ChangeToken next = new ChangeToken(walk.reached(), owed, walk.within());
        if (anyMayHaveGoneOn && walk.resources().isEmpty() && next.hasAll(complete)) {
            return everything(new ChangeToken(walk.reached(), stopped, null), complete, stopped, limit);
        }
        return page(types.items(walk.resources()), next, complete, stopped);
    }

    private static ChangePage page(
            List<ChangePage.Item> items, ChangeToken next, OriginPositions complete, SortedSet<String> stopped) {
        boolean all = next.hasAll(complete) && stopped.containsAll(next.owed());
        return new ChangePage(items, next.encoded(), !all);
    }
}
