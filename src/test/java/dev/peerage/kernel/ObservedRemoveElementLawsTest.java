package dev.peerage.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerage.kernel.RandomHistory.Event;
import java.util.Optional;
import java.util.Set;

/** The observed-remove element against the definitions of both policies. Heads is an add, tails a remove. */
class ObservedRemoveElementLawsTest extends ConvergenceLaws<ObservedRemoveElement> {

    @Override
    ObservedRemoveElement initial() {
        return ObservedRemoveElement.none();
    }

    @Override
    ObservedRemoveElement after(ObservedRemoveElement element, Event event) {
        return event.heads() ? element.add(event.stamp()) : element.remove(event.stamp());
    }

    @Override
    ObservedRemoveElement merge(ObservedRemoveElement one, ObservedRemoveElement other) {
        return one.merge(other);
    }

    @Override
    void assertAsDefined(Set<Event> known, ObservedRemoveElement element) {
        for (MembershipPolicy policy : MembershipPolicy.values()) {
            boolean member = isMember(policy, known);
            assertEquals(member, element.isMember(policy), policy.toString());
            assertEquals(
                    member ? Optional.of(since(known)) : Optional.empty(),
                    element.since(policy),
                    () -> "since, " + policy);
        }
        ObservedRemoveElement restored = ObservedRemoveElement.of(
                element.added(), element.addedAt(), element.seenByAdds(), element.removed(), element.seenByRemoves());
        assertEquals(element, restored, "restored");
    }

    private static boolean isMember(MembershipPolicy policy, Set<Event> known) {
        return switch (policy) {
            case ADD_WINS -> {
                boolean someAddSurvives = false;
                for (Event event : known) {
                    someAddSurvives |= event.heads() && !isSeenByKind(false, event, known);
                }
                yield someAddSurvives;
            }
            case REMOVE_WINS -> {
                boolean someAdd = false;
                boolean everyRemoveIsSeen = true;
                for (Event event : known) {
                    someAdd |= event.heads();
                    everyRemoveIsSeen &= event.heads() || isSeenByKind(true, event, known);
                }
                yield someAdd && everyRemoveIsSeen;
            }
        };
    }

    /**
     * The earliest among the regions' latest adds that no remove has seen. That a member has one is part of the claim.
     */
    private static HybridTime since(Set<Event> known) {
        HybridTime earliest = null;
        for (Event event : known) {
            if (event.heads() && isLatestAddOfItsRegion(event, known) && !isSeenByKind(false, event, known)) {
                HybridTime time = event.stamp().time();
                earliest = earliest == null || time.value() < earliest.value() ? time : earliest;
            }
        }
        if (earliest == null) {
            throw new AssertionError("a member, but every add has been seen by a remove");
        }
        return earliest;
    }

    private static boolean isLatestAddOfItsRegion(Event add, Set<Event> known) {
        Dot dot = add.stamp().dot();
        for (Event other : known) {
            Dot otherDot = other.stamp().dot();
            if (other.heads() && otherDot.region().equals(dot.region()) && otherDot.sequence() > dot.sequence()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSeenByKind(boolean heads, Event event, Set<Event> known) {
        for (Event other : known) {
            if (other.heads() == heads && other.saw(event)) {
                return true;
            }
        }
        return false;
    }
}
