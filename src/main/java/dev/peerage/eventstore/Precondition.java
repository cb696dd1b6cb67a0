package dev.peerage.eventstore;

import dev.peerage.kernel.VersionVector;
import java.util.List;
import java.util.Set;

/**
 * What must hold of a subject's own events, not of a view, for a command to be decided: check-and-set (RFC 9110 §13).
 */
public sealed interface Precondition {

    /** Whatever the subject's state. */
    record None() implements Precondition {}

    /** {@code If-None-Match: *}: it must not exist yet. */
    record Absent() implements Precondition {}

    /** {@code If-Match: *}: it must exist. */
    record Present() implements Precondition {}

    /** {@code If-Match}: it must exist at one of these versions. */
    record AtVersion(Set<VersionVector> versions) implements Precondition {}

    /** {@code If-None-Match}: if it exists, it must not be at one of these versions. */
    record NotAtVersion(Set<VersionVector> versions) implements Precondition {}

    /** Each of these. */
    record All(List<Precondition> conditions) implements Precondition {}

    Precondition NONE = new None();

    /**
     * Refuses a command whose sender has something else in mind than there is.
     *
     * @param exists whether the subject has been created and not deleted
     * @throws Refusal.PreconditionFailed if it does not hold
     */
    default void check(boolean exists, VersionVector version) {
        switch (this) {
            case None() -> {}
            case Absent() -> {
                if (exists) {
                    throw new Refusal.PreconditionFailed("it exists already");
                }
            }
            case Present() -> {
                if (!exists) {
                    throw new Refusal.PreconditionFailed("it does not exist");
                }
            }
            case AtVersion(Set<VersionVector> versions) -> {
                if (!exists || !versions.contains(version)) {
                    throw new Refusal.PreconditionFailed("it has been changed since that version was read");
                }
            }
            case NotAtVersion(Set<VersionVector> versions) -> {
                if (exists && versions.contains(version)) {
                    throw new Refusal.PreconditionFailed("it is at a version that was excluded");
                }
            }
            case All(List<Precondition> conditions) -> conditions.forEach(each -> each.check(exists, version));
        }
    }
}
