package dev.peerage.eventstore;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Something asked of one aggregate, decided by its command handler.
 *
 * @param <R> what the handler answers
 */
public interface Command<R> {

    /** The aggregate that decides, see {@link DomainEvent#subject()}. */
    String subject();

    /** Further aggregates whose events the decision rests on; they are read in the same round trip. */
    default Collection<String> alsoReads() {
        return List.of();
    }

    /** Further aggregates of which the decision has to know whether they exist; cheaper than reading their events. */
    default Collection<String> asksFor() {
        return List.of();
    }

    /** What must hold of other subjects, too, for it to be carried out. Such a command is sent by itself, not among others. */
    default Optional<UnchangedSince> unchangedSince() {
        return Optional.empty();
    }

    /** Whether the subject's id was made for this command, so that its stream is known to be empty. */
    default boolean makesItsSubject() {
        return false;
    }
}
