package dev.peerage.eventstore;

import java.util.Optional;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What must hold of many subjects at once for a command's events to be appended: since a position of this region's log no
 * event of any of them has come, whoever wrote it. Looked at in the transaction that appends.
 *
 * @param subjects what the names of the subjects begin with, such as {@code user/}
 */
public record UnchangedSince(String subjects, long position) {

    private static final String KEY = UnchangedSince.class.getName();

    void mustHoldFor(UnitOfWork<?> unit) {
        unit.root().resources().put(KEY, this);
    }

    static Optional<UnchangedSince> of(UnitOfWork<?> unit) {
        return Optional.ofNullable(unit.root().getResource(KEY));
    }
}
