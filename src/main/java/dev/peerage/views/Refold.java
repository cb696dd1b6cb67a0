package dev.peerage.views;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.StampedEvent;
import dev.peerage.eventstore.Subjects;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What the whole log makes of subjects, beside what a view has made of them batch by batch. */
final class Refold<E extends DomainEvent, S> {

    private static final Logger LOG = LoggerFactory.getLogger(Refold.class);

    private final FoldedView<E, S> view;
    private final ViewTables tables;
    private final boolean readsAnother;

    /** @param readsAnother whether the view makes its rows from those of the view ahead of it, and not from events */
    Refold(FoldedView<E, S> view, ViewTables tables, boolean readsAnother) {
        this.view = view;
        this.tables = tables;
        this.readsAnother = readsAnother;
    }

    /** What the log, or the view ahead, makes of each of these subjects now. */
    Map<String, S> states(Collection<String> subjects, Subjects log) {
        Map<String, S> begun = readsAnother ? view.load(subjects) : Map.of();
        Map<String, S> states = new HashMap<>();
        log.histories(subjects, view.events()).forEach((subject, events) -> {
            S state = begun.getOrDefault(subject, view.none());
            for (StampedEvent<E> next : events) {
                state = view.fold(state, next.event(), next.stamp());
            }
            states.put(subject, state);
        });
        return states;
    }

    /**
     * Those of the subjects whose rows are other than what the log makes of them now, and in what. The view may be about to handle
     * what it makes the difference by.
     */
    Map<String, String> differing(List<String> subjects, Subjects log) {
        try {
            return subjects.isEmpty() ? Map.of() : tables.read(() -> view.differing(states(subjects, log)));
        } catch (DataAccessException | TransactionException everybodys) {
            throw everybodys;
        } catch (RuntimeException unreadable) {
            if (subjects.size() == 1) {
                LOG.debug("{} cannot be read in {}", subjects, view.name(), unreadable);
                return Map.of(subjects.getFirst(), Difference.UNREADABLE);
            }
            int half = subjects.size() / 2;
            Map<String, String> differing = new TreeMap<>(differing(subjects.subList(0, half), log));
            differing.putAll(differing(subjects.subList(half, subjects.size()), log));
            return differing;
        }
    }
}
