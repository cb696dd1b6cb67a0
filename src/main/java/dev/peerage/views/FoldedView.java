package dev.peerage.views;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Stamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are each a fold of one subject's events. A module says how to fold and where rows are kept; following the
 * log, batching, transactions, replay and errors are this module's.
 *
 * @param <E> the events, a sealed interface
 * @param <S> the state of one subject, a function of the set of its events whatever their order
 */
public interface FoldedView<E extends DomainEvent, S> {

    /** The view this is a part of; parts of one view share a processor, and so a position. */
    String view();

    /** This part's own name, such as {@code users}. */
    String name();

    /**
     * The view that this one reads, and so comes behind: it is handed no event that the other has not handled. {@code null} if
     * it rests on the log alone.
     */
    default @Nullable String behind() {
        return null;
    }

    Class<E> events();

    /**
     * Whether it is about subjects of a type, such as {@code user}; the events of others are passed by.
     *
     * @param type what subjects begin with, before the first slash
     */
    default boolean isAbout(String type) {
        return true;
    }

    /** Whether it rests on what events say. If not, that there were some is all that it is told, and none is read. */
    default boolean folds() {
        return true;
    }

    /**
     * The form in which this release stores it. Whoever has more or something else stored than the release before counts it up:
     * the view is made anew then, beside the one that nodes of the release before go on reading and writing (adr/0025).
     */
    default int form() {
        return 1;
    }

    /** The state without events. */
    S none();

    S fold(S state, E event, Stamp stamp);

    /** The states of those of the subjects that have a row. Called within the batch's transaction. */
    Map<String, S> load(Collection<String> subjects);

    /** Writes rows, new ones or over old ones. Called within the batch's transaction. */
    void store(Map<String, S> states);

    /** Removes the rows of subjects that have no events. Called within a transaction. */
    void remove(Collection<String> subjects);

    /**
     * In what the rows of subjects are other than these states say: names of columns, or what {@link Difference} has words
     * for. Those that are right are left out. A subject whose state is {@link #none} is to have no row.
     *
     * @throws RuntimeException if a row cannot be read
     */
    Map<String, String> differing(Map<String, S> states);

    /** The subjects of the first rows behind a subject, in an order of the view's own that begins behind the empty text. */
    List<String> subjectsAfter(String subject, int limit);

    /**
     * What a view keeps beside its rows. Called after {@link #store}, within the same transaction.
     *
     * @param before the states that the rows had; none of a subject that had no row
     */
    default void stored(Map<String, S> before, Map<String, S> after) {}

    /**
     * The subjects whose representation rests on rows that have changed, and not on their own alone; what is kept of
     * them in memory leaves. Asked after the commit, and not within the transaction: of two rows that two segments
     * write at the same time neither sees the other before.
     *
     * @param before the states that the rows had; none of a subject that had no row
     */
    default Collection<String> dependents(Map<String, S> before, Map<String, S> after) {
        return List.of();
    }

    /**
     * Removes all rows, without keeping readers from the table or waiting for them, as {@code truncate} would: it could
     * lock itself and a reader of several tables out for good.
     */
    void clear();

    /** That the view was emptied, and is at the log's beginning, is on the disk. */
    default void cleared() {}

    /**
     * This node looks at the view, or begins to write a share of it: another one may have had a next generation take over since
     * it did so last.
     */
    default void takenUp() {}

    /**
     * Whether what was stored is still there. What is kept elsewhere than the view's position may be lost without it; the view
     * is emptied then, and filled from the log again.
     *
     * @throws RuntimeException if that cannot be told now; the view is not started before it can
     */
    default boolean isThere() {
        return true;
    }

    /** The tables that rows are in, and all else that {@link #stored} writes; none if it keeps them elsewhere. */
    default List<String> tables() {
        return List.of();
    }

    /** This part as it writes and reads the next generation of its view: itself, if its tables make the difference. */
    default FoldedView<E, S> ofNextGeneration() {
        return this;
    }

    /** What is held of each subject, in the order of subjects; within a transaction, and to be closed. */
    Stream<Digest> digests();

    /** What the rows hold, independent of the order and the place in which they were written. */
    Fingerprint fingerprint();
}
