package dev.peerage.field;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.ObservedRemoveElement;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.persistence.typed.ReplicaId;
import org.apache.pekko.persistence.typed.crdt.ORSet;

/** The same group in both systems, and one add to it that leaves it as it was, to be done again. */
final class GroupOfSize {

    private static final String NEWCOMER = "newcomer";
    private static final Region REGION = Region.of("eu");

    private final HybridLogicalClock clock =
            new HybridLogicalClock(InstantSource.system(), new HybridTime(0), Duration.ZERO);
    private final Map<String, ObservedRemoveElement> memberships = new HashMap<>();
    private final ORSet<String> set;
    private final int size;

    GroupOfSize(int size) {
        this.size = size;
        for (int i = 0; i < size; i++) {
            memberships.put(member(i), ObservedRemoveElement.none().add(firstStamp()));
        }
        this.set = setOf(size);
        if (memberships.size() != size || set.size() != size) {
            throw new IllegalStateException(
                    "not of %d members: %d and %d".formatted(size, memberships.size(), set.size()));
        }
    }

    /**
     * The set that so many adds, applied one by one, lead to. Applying them takes time that grows with the square of
     * their number, so they are taken from a set that is emptied again and again, and applied as one.
     */
    private static ORSet<String> setOf(int size) {
        ORSet<String> empty = ORSet.create(new ReplicaId(REGION.name()));
        ORSet<String> emptied = empty;
        ORSet.DeltaOp all = null;
        for (int i = 0; i < size; i++) {
            ORSet.DeltaOp add = emptied.add(member(i));
            all = all == null ? add : all.merge(add);
            emptied = emptied.applyOperation(add);
            emptied = emptied.applyOperation(emptied.remove(member(i)));
        }
        return all == null ? empty : empty.applyOperation(all);
    }

    private static String member(int number) {
        return "member-" + number;
    }

    private Stamp firstStamp() {
        return new Stamp(new Dot(REGION, 1), VersionVector.none(), clock.next());
    }

    /** Looks the membership up, stamps an add, folds it, and keeps the membership; then takes it out again. */
    ObservedRemoveElement addInPeerage() {
        ObservedRemoveElement added =
                memberships.getOrDefault(NEWCOMER, ObservedRemoveElement.none()).add(firstStamp());
        memberships.put(NEWCOMER, added);
        memberships.remove(NEWCOMER);
        return added;
    }

    /** What a command and its event handler do; the set is immutable. */
    ORSet<String> addInPekko() {
        return set.applyOperation(set.add(NEWCOMER));
    }

    int size() {
        return size;
    }
}
