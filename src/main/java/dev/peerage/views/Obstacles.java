package dev.peerage.views;

import dev.peerage.eventstore.UnreadableEvent;
import dev.peerage.nodes.Nodes;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.jspecify.annotations.Nullable;

/** What keeps a view, or a segment of it that this node has, from going on. */
final class Obstacles {

    private final String view;
    private final Forms forms;
    private final Nodes nodes;

    /** Why it could not be started. */
    private volatile @Nullable RuntimeException unstarted;

    /** The event that this release cannot read. */
    private volatile @Nullable Unreadable unreadable;

    Obstacles(String view, Forms forms, Nodes nodes) {
        this.view = view;
        this.forms = forms;
        this.nodes = nodes;
    }

    private record Unreadable(int segment, Throwable error) {}

    private static boolean isUnreadable(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause).anyMatch(UnreadableEvent.class::isInstance);
    }

    void notStarted(RuntimeException reason) {
        unstarted = reason;
    }

    /** It was started, or nobody wants it to be. */
    void noStartInVain() {
        unstarted = null;
    }

    boolean isStartedInVain() {
        return unstarted != null;
    }

    /** Whether it has met an event that this release cannot read. */
    boolean hasMetUnreadable() {
        return unreadable != null;
    }

    /** To be told of each change of a segment. */
    void look(int segment, EventTrackerStatus status) {
        Unreadable met = unreadable;
        if (status.isErrorState() && isUnreadable(status.getError())) {
            unreadable = new Unreadable(segment, status.getError());
        } else if (!status.trackerRemoved() && met != null && met.segment() == segment) {
            unreadable = null;
        }
    }

    /** The event may be readable by now. */
    void readAgain() {
        unreadable = null;
    }

    /** @param segments that this node handles */
    Optional<Throwable> first(Collection<EventTrackerStatus> segments) {
        return Optional.<Throwable>ofNullable(unstarted)
                .or(() -> Optional.ofNullable(unreadable).map(Unreadable::error))
                .or(() -> ofSegment(segments))
                .or(this::ofForm);
    }

    private static Optional<Throwable> ofSegment(Collection<EventTrackerStatus> segments) {
        return segments.stream()
                .filter(EventTrackerStatus::isErrorState)
                .sorted(Comparator.comparing(EventTrackerStatus::getSegment))
                .map(EventTrackerStatus::getError)
                .findFirst();
    }

    /** Whoever has gone back to the release before, and not said yet that the view is to follow. */
    private Optional<Throwable> ofForm() {
        int own = forms.own(view);
        int stored = forms.stored().getOrDefault(view, own);
        return stored <= own || nodes.isOffered(Forms.work(view, stored))
                ? Optional.empty()
                : Optional.of(new IllegalStateException(
                        "It is stored in form %d of a newer release, of which no node runs; rebuild it to have it in form %d"
                                .formatted(stored, own)));
    }
}
