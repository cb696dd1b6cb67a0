package dev.peerage.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.peerage.kernel.RandomHistory.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every convergent type must obey on every history.
 *
 * @param <S> the state
 */
abstract class ConvergenceLaws<S> {

    /** The state before any event. */
    abstract S initial();

    /** The state after one more event. */
    abstract S after(S state, Event event);

    abstract S merge(S one, S other);

    /** Fails unless the state reads as the type's definition, evaluated over the plain set of events, says. */
    abstract void assertAsDefined(Set<Event> known, S state);

    /** How many histories each law is tried on. */
    long histories() {
        return 100_000;
    }

    @Test
    final void everyRegionReadsAtEveryStepWhatTheDefinitionSays() {
        Histories.all(histories(), history -> {
            for (List<Event> delivery : history.deliveries()) {
                Set<Event> known = new LinkedHashSet<>();
                S state = initial();
                for (Event event : delivery) {
                    known.add(event);
                    state = after(state, event);
                    assertAsDefined(known, state);
                }
            }
        });
    }

    @Test
    final void anyOrderOfOriginsGivesTheSameState() {
        Histories.all(histories(), history -> {
            S state = fold(history.anyDelivery());
            assertEquals(state, fold(history.anyDelivery()));
            assertEquals(state, fold(history.events()));
            assertAsDefined(new LinkedHashSet<>(history.events()), state);
        });
    }

    @Test
    final void anyOrderWithAnyDuplicatesReadsWhatTheDefinitionSays() {
        Histories.all(histories(), history -> {
            List<Event> events = history.anyEvents();
            S state = fold(events);
            assertAsDefined(new LinkedHashSet<>(events), state);
            assertEquals(state, fold(history.shuffled(events)));
        });
    }

    @Test
    final void anEventThatComesAgainChangesNothing() {
        Histories.all(histories(), history -> {
            List<Event> events = history.anyEvents();
            S state = fold(events);
            for (Event event : events) {
                assertSame(state, after(state, event), () -> "again: " + event);
            }
        });
    }

    @Test
    final void mergingIsCommutativeAssociativeAndIdempotent() {
        Histories.all(histories(), history -> {
            S a = fold(history.anyEvents());
            S b = fold(history.anyEvents());
            S c = fold(history.anyEvents());
            assertEquals(merge(a, b), merge(b, a), "commutative");
            assertEquals(merge(a, b).hashCode(), merge(b, a).hashCode(), "hash");
            assertEquals(merge(merge(a, b), c), merge(a, merge(b, c)), "associative");
            assertSame(a, merge(a, a), "idempotent");
            assertSame(a, merge(a, initial()), "neutral element, right");
            assertEquals(a, merge(initial(), a), "neutral element, left");
        });
    }

    @Test
    final void mergingStatesIsMergingAllTheirEvents() {
        Histories.all(histories(), history -> {
            List<Event> ofOne = history.anyEvents();
            List<Event> ofOther = history.anyEvents();
            Set<Event> union = new LinkedHashSet<>(ofOne);
            union.addAll(ofOther);
            S merged = merge(fold(ofOne), fold(ofOther));
            assertEquals(fold(union), merged);
            assertAsDefined(union, merged);
        });
    }

    @Test
    final void statesOfAllRegionsMergedInAnyOrderAndRepeatedlyAgree() {
        Histories.all(histories(), history -> {
            Set<Event> union = new LinkedHashSet<>();
            List<S> states = new ArrayList<>();
            for (List<Event> delivery : history.deliveries()) {
                union.addAll(delivery);
                states.add(fold(delivery));
                int until = history.random().nextInt(delivery.size() + 1);
                states.add(fold(delivery.subList(0, until)));
            }
            S state = mergeAll(history.shuffled(states));
            assertAsDefined(union, state);
            assertEquals(state, mergeAll(history.shuffled(states)));
        });
    }

    private S fold(Collection<Event> events) {
        S state = initial();
        for (Event event : events) {
            state = after(state, event);
        }
        return state;
    }

    private S mergeAll(List<S> states) {
        S merged = initial();
        for (S state : states) {
            merged = merge(merged, state);
        }
        return merged;
    }
}
