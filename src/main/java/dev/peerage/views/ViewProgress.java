package dev.peerage.views;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventTrackerStatus;

/**
 * How far a view has come, whichever nodes write it: as this one remembers, while it has all of the view; otherwise as the
 * database says at the moment of asking.
 */
final class ViewProgress {

    private final String view;
    private final List<FoldedStore<?, ?>> parts;
    private final Supplier<Collection<EventTrackerStatus>> running;
    private final Claims claims;
    private final ViewPositions positions;
    private volatile ViewPositions.Place seen = ViewPositions.Place.NOWHERE;

    /** @param running the segments that this node handles */
    ViewProgress(
            String view,
            List<FoldedStore<?, ?>> parts,
            Supplier<Collection<EventTrackerStatus>> running,
            Claims claims,
            ViewPositions positions) {
        this.view = view;
        this.parts = parts;
        this.running = running;
        this.claims = claims;
        this.positions = positions;
    }

    /** Remembers what was seen of all nodes. Whether it is other than what was seen before. */
    boolean isNew(ViewPositions.Place place) {
        boolean isNew = !place.equals(seen);
        seen = place;
        return isNew;
    }

    /** Whether all that is written to the view is written by this node, and no other one can have taken that over. */
    boolean isWhole() {
        return claims.areAll(running.get().size());
    }

    /** Whether the segments that this node handles have come to where they were when the view was emptied, if it was. */
    boolean isComplete() {
        return running.get().stream()
                .allMatch(segment -> segment.getCurrentPosition().orElse(0)
                        >= segment.getResetPosition().orElse(0));
    }

    private boolean isWhole(List<EventTrackerStatus> segments) {
        return claims.areAll(segments.size());
    }

    private List<EventTrackerStatus> segments() {
        return List.copyOf(running.get());
    }

    private ViewPositions.Place inDatabase() {
        return positions.place(view);
    }

    /** How often the view was emptied: what was read before may be gone since. */
    long replays() {
        return isWhole() ? claims.emptied() : inDatabase().emptied();
    }

    /** Everything up to this position of the log is in the view. */
    long position() {
        List<EventTrackerStatus> segments = segments();
        // after an error what was stored may be gone with the database that has crashed
        return isWhole(segments) && segments.stream().noneMatch(EventTrackerStatus::isErrorState)
                ? position(segments)
                : inDatabase().position();
    }

    private static long position(List<EventTrackerStatus> segments) {
        return segments.stream()
                .mapToLong(segment -> segment.getCurrentPosition().orElse(0))
                .min()
                .orElse(0);
    }

    /** The same as it was seen last, to be asked for each event: too low, or too high if the view was emptied meanwhile. */
    long lastSeenPosition() {
        List<EventTrackerStatus> segments = segments();
        return isWhole(segments) ? position(segments) : seen.position();
    }

    /** How often the view was emptied, as it was seen last. */
    long lastSeenReplays() {
        return isWhole() ? claims.emptied() : seen.emptied();
    }

    /** Nothing behind this position is in the view, nor was before it was emptied. */
    long reached() {
        List<EventTrackerStatus> segments = segments();
        long here = Math.max(
                parts.stream().mapToLong(FoldedStore::reached).max().orElse(0),
                segments.stream().mapToLong(ViewProgress::reached).max().orElse(0));
        return isWhole(segments) ? here : Math.max(here, inDatabase().reached());
    }

    private static long reached(EventTrackerStatus segment) {
        return Math.max(
                segment.getCurrentPosition().orElse(0),
                segment.getResetPosition().orElse(0));
    }

    boolean isReplaying() {
        List<EventTrackerStatus> segments = segments();
        return isWhole(segments)
                ? segments.stream().anyMatch(EventTrackerStatus::isReplaying)
                : inDatabase().isReplaying();
    }
}
