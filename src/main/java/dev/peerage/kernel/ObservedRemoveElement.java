package dev.peerage.kernel;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether one element is in a set that several regions add to and remove from at will: an observed-remove set, cut down
 * to one element so that its size is independent of the set's.
 *
 * <p><b>Definition.</b> Let <i>E</i> be the set of the element's adds and removes that were merged.
 * <ul>
 *   <li>{@link MembershipPolicy#ADD_WINS}: a member iff some add has been seen by no remove.
 *   <li>{@link MembershipPolicy#REMOVE_WINS}: a member iff there is an add, and every remove has been seen by some add.
 * </ul>
 *
 * <p><b>State.</b> Four version vectors, each merged by join: {@code added} and {@code removed} cover the dots of the
 * adds and of the removes, {@code seenByAdds} and {@code seenByRemoves} join what these had seen.
 * <ul>
 *   <li>An add of region <i>r</i> that no remove has seen is one above {@code seenByRemoves[r]}. If there is one, the
 *       region's latest add is another. So add-wins reads: {@code added[r] > seenByRemoves[r]} for some <i>r</i>.
 *   <li>If {@code seenByAdds[r]} reaches the latest remove of <i>r</i>, it reaches all of them. So remove-wins reads:
 *       something was added, and {@code removed[r] <= seenByAdds[r]} for all <i>r</i>.
 * </ul>
 *
 * <p>The vectors are maxima over <i>E</i>, hence functions of the set: merging is commutative, associative and
 * idempotent, no order of delivery is asked for, and a remove that arrives before the add it has seen is harmless.
 * There are no tombstones.
 *
 * <p>The observed-remove set is that of Shapiro et al., INRIA RR-7506 (2011), §3.3.5; that version vectors can do
 * without tombstones is from Bieniusa et al., "An Optimized Conflict-free Replicated Set", INRIA RR-8083 (2012).
 *
 * <p>Beside {@code added[r]} stands the time of that add, which is how {@link #since} knows.
 */
public final class ObservedRemoveElement {

    private static final ObservedRemoveElement NONE = new ObservedRemoveElement(
            VersionVector.none(),
            Collections.emptySortedMap(),
            VersionVector.none(),
            VersionVector.none(),
            VersionVector.none());

    private final VersionVector added;
    private final SortedMap<Region, HybridTime> addedAt;
    private final VersionVector seenByAdds;
    private final VersionVector removed;
    private final VersionVector seenByRemoves;

    private ObservedRemoveElement(
            VersionVector added,
            SortedMap<Region, HybridTime> addedAt,
            VersionVector seenByAdds,
            VersionVector removed,
            VersionVector seenByRemoves) {
        this.added = added;
        this.addedAt = addedAt;
        this.seenByAdds = seenByAdds;
        this.removed = removed;
        this.seenByRemoves = seenByRemoves;
    }

    /** Never added, never removed. */
    public static ObservedRemoveElement none() {
        return NONE;
    }

    /**
     * Restores what the accessors told.
     *
     * @throws IllegalArgumentException if {@code addedAt} does not have exactly the regions of {@code added}
     */
    public static ObservedRemoveElement of(
            VersionVector added,
            Map<Region, HybridTime> addedAt,
            VersionVector seenByAdds,
            VersionVector removed,
            VersionVector seenByRemoves) {
        if (!addedAt.keySet().equals(added.entries().keySet())) {
            throw new IllegalArgumentException("Adds are " + added + " but times are given for " + addedAt.keySet());
        }
        return new ObservedRemoveElement(added, new TreeMap<>(addedAt), seenByAdds, removed, seenByRemoves);
    }

    /** This element after one more add; {@code this} if that changes nothing. */
    public ObservedRemoveElement add(Stamp stamp) {
        return merge(new ObservedRemoveElement(
                VersionVector.of(stamp.dot()),
                new TreeMap<>(Map.of(stamp.dot().region(), stamp.time())),
                stamp.seen(),
                VersionVector.none(),
                VersionVector.none()));
    }

    /** This element after one more remove; {@code this} if that changes nothing. */
    public ObservedRemoveElement remove(Stamp stamp) {
        return merge(new ObservedRemoveElement(
                VersionVector.none(),
                Collections.emptySortedMap(),
                VersionVector.none(),
                VersionVector.of(stamp.dot()),
                stamp.seen()));
    }

    /** The state of all events that were merged into this or the other; {@code this} if the other adds nothing. */
    public ObservedRemoveElement merge(ObservedRemoveElement other) {
        if (added.covers(other.added)
                && seenByAdds.covers(other.seenByAdds)
                && removed.covers(other.removed)
                && seenByRemoves.covers(other.seenByRemoves)) {
            return this;
        }
        return new ObservedRemoveElement(
                added.join(other.added),
                timesOfLatestAdds(other),
                seenByAdds.join(other.seenByAdds),
                removed.join(other.removed),
                seenByRemoves.join(other.seenByRemoves));
    }

    private SortedMap<Region, HybridTime> timesOfLatestAdds(ObservedRemoveElement other) {
        if (added.covers(other.added)) {
            return addedAt;
        }
        SortedMap<Region, HybridTime> latest = new TreeMap<>(addedAt);
        other.addedAt.forEach((region, time) -> {
            if (other.added.get(region) > added.get(region)) {
                latest.put(region, time);
            }
        });
        return latest;
    }

    /** Whether the element is in the set, by that policy. */
    public boolean isMember(MembershipPolicy policy) {
        return switch (policy) {
            case ADD_WINS -> !seenByRemoves.covers(added);
            case REMOVE_WINS -> !added.isEmpty() && seenByAdds.covers(removed);
        };
    }

    /**
     * Since when the element is a member: the earliest time among the regions' latest adds that no remove has seen.
     * Empty iff it is no member.
     *
     * <p>A member by either policy has such an add. By add-wins that is the definition. By remove-wins: of the finitely
     * many events merged, take one that none of the others has seen, which exists because nobody sees an event before
     * it is written. A remove it cannot be, since some add has seen each of them. So it is an add that no remove has
     * seen, and then its region's latest add is one too.
     *
     * <p>Only stamps that claim to have seen each other could leave a remove-wins member without one; the regions'
     * latest adds then all count, so that even those give the same answer everywhere.
     */
    public Optional<HybridTime> since(MembershipPolicy policy) {
        if (!isMember(policy)) {
            return Optional.empty();
        }
        return addedAt.entrySet().stream()
                .filter(add -> added.get(add.getKey()) > seenByRemoves.get(add.getKey()))
                .map(Map.Entry::getValue)
                .min(HybridTime::compareTo)
                .or(() -> addedAt.values().stream().min(HybridTime::compareTo));
    }

    /** For each region its latest add. */
    public VersionVector added() {
        return added;
    }

    /** When that was, for exactly the regions of {@link #added()}; unmodifiable. */
    public SortedMap<Region, HybridTime> addedAt() {
        return Collections.unmodifiableSortedMap(addedAt);
    }

    /** What the adds have seen, together. */
    public VersionVector seenByAdds() {
        return seenByAdds;
    }

    /** For each region its latest remove. */
    public VersionVector removed() {
        return removed;
    }

    /** What the removes have seen, together. */
    public VersionVector seenByRemoves() {
        return seenByRemoves;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObservedRemoveElement that
                && added.equals(that.added)
                && addedAt.equals(that.addedAt)
                && seenByAdds.equals(that.seenByAdds)
                && removed.equals(that.removed)
                && seenByRemoves.equals(that.seenByRemoves);
    }

    @Override
    public int hashCode() {
        return Objects.hash(added, addedAt, seenByAdds, removed, seenByRemoves);
    }

    @Override
    public String toString() {
        return "added " + added + " at " + addedAt + " having seen " + seenByAdds + ", removed " + removed
                + " having seen " + seenByRemoves;
    }
}
