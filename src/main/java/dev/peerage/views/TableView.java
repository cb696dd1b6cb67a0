package dev.peerage.views;

import dev.peerage.eventstore.DomainEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A part of a view whose rows are those of one table, a state each. */
public interface TableView<E extends DomainEvent, S> extends FoldedView<E, S> {

    /** The table of its rows. */
    StateTable<S> table();

    @Override
    default void store(Map<String, S> states) {
        table().store(states);
    }

    @Override
    default void remove(Collection<String> subjects) {
        table().remove(subjects);
    }

    @Override
    default Map<String, String> differing(Map<String, S> states) {
        return table().differing(states, none(), this::load);
    }

    @Override
    default List<String> subjectsAfter(String subject, int limit) {
        return table().subjectsAfter(subject, limit);
    }

    @Override
    default void clear() {
        table().clear();
    }
}
