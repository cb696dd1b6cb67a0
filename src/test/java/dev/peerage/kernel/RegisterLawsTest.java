package dev.peerage.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerage.kernel.RandomHistory.Event;
import dev.peerage.kernel.Register.Sibling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The register against its definition: siblings are the field's events that no other known event of the field has seen.
 *
 * <p>Heads is a write to the field. Tails is one to another field of the same aggregate, which this register never
 * gets, though the writers of its events may have seen it.
 */
class RegisterLawsTest extends ConvergenceLaws<Register<Integer>> {

    @Override
    Register<Integer> initial() {
        return Register.empty();
    }

    @Override
    Register<Integer> after(Register<Integer> register, Event event) {
        return event.heads() ? register.merge(event.index(), event.stamp()) : register;
    }

    @Override
    Register<Integer> merge(Register<Integer> one, Register<Integer> other) {
        return one.merge(other);
    }

    @Override
    void assertAsDefined(Set<Event> known, Register<Integer> register) {
        List<Event> siblings = siblings(known);
        assertEquals(asSiblings(siblings), register.siblings(), "siblings");
        assertEquals(siblings.isEmpty() ? null : siblings.getFirst().index(), register.value(), "value");
        assertEquals(!siblings.isEmpty(), register.isSet(), "isSet");
        assertEquals(Math.max(0, siblings.size() - 1), register.conflicts().size(), "conflicts");
        assertEquals(register, Register.of(register.siblings().reversed(), register.context()), "restored");
    }

    private static List<Event> siblings(Set<Event> known) {
        List<Event> siblings = new ArrayList<>();
        for (Event event : known) {
            if (event.heads() && !isSeen(event, known)) {
                siblings.add(event);
            }
        }
        siblings.sort((one, other) -> isLater(one, other) ? -1 : 1);
        return siblings;
    }

    private static boolean isSeen(Event event, Set<Event> known) {
        for (Event other : known) {
            if (other.heads() && other.saw(event)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLater(Event one, Event other) {
        long time = one.stamp().time().value();
        long otherTime = other.stamp().time().value();
        String region = one.stamp().dot().region().name();
        String otherRegion = other.stamp().dot().region().name();
        return time > otherTime || (time == otherTime && region.compareTo(otherRegion) > 0);
    }

    private static List<Sibling<Integer>> asSiblings(List<Event> events) {
        List<Sibling<Integer>> siblings = new ArrayList<>();
        for (Event event : events) {
            siblings.add(new Sibling<>(
                    event.index(), event.stamp().dot(), event.stamp().time()));
        }
        return siblings;
    }
}
