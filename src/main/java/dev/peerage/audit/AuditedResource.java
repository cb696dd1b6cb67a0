package dev.peerage.audit;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Stamp;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one type of resource make of it, so that can be told what each has changed; contributed by the type's
 * module as a bean.
 *
 * @param type with which its subjects begin, such as {@code user}
 * @param ids how many ids its subjects have: {@code user/homer} one, {@code membership/pin-pals/homer} two
 * @param none the state without events
 * @param fields what a state shows: values by the names that they have in the API, {@code null} being none
 * @param <E> the events, a sealed interface
 * @param <S> the state, a function of the set of its events whatever their order
 */
public record AuditedResource<E extends DomainEvent, S>(
        String type,
        int ids,
        Class<E> events,
        S none,
        Fold<E, S> fold,
        Function<S, SequencedMap<String, @Nullable Object>> fields) {

    /** A state with one more event. */
    @FunctionalInterface
    public interface Fold<E, S> {
        S with(S state, E event, Stamp stamp);
    }
}
