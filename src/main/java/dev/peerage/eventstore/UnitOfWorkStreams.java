package dev.peerage.eventstore;

import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** What a unit of work knows of streams: those read ahead for its commands, and the events it is about to append. */
final class UnitOfWorkStreams {

    private static final String KEY = UnitOfWorkStreams.class.getName();

    private final Map<String, List<StoredEvent>> readAhead = new HashMap<>();
    private final Map<String, List<DomainEventMessage<?>>> staged = new HashMap<>();
    private final Map<String, Boolean> exists = new HashMap<>();
    private int stagedCount;
    private MetaData deciding = MetaData.emptyInstance();
    private @Nullable HybridTime time;

    static UnitOfWorkStreams of(UnitOfWork<?> unit) {
        return unit.root().getOrComputeResource(KEY, _ -> new UnitOfWorkStreams());
    }

    static @Nullable UnitOfWorkStreams current() {
        return CurrentUnitOfWork.isStarted() ? of(CurrentUnitOfWork.get()) : null;
    }

    void readAhead(Map<String, List<StoredEvent>> streams) {
        readAhead.putAll(streams);
    }

    /** What was found when asking for subjects. */
    void found(Collection<String> askedFor, Set<String> existing) {
        askedFor.forEach(subject -> exists.put(subject, existing.contains(subject)));
    }

    /** Whether a subject was found, {@code null} if it was not asked for. */
    @Nullable
    Boolean exists(String subject) {
        return exists.get(subject);
    }

    void stage(EventMessage<?> event) {
        if (event instanceof DomainEventMessage<?> domain) {
            staged.computeIfAbsent(domain.getAggregateIdentifier(), _ -> new ArrayList<>())
                    .add(domain);
            stagedCount++;
        }
    }

    int stagedCount() {
        return stagedCount;
    }

    /** From now on, events are applied on behalf of this caller. */
    void deciding(MetaData onBehalfOf) {
        deciding = onBehalfOf;
        time = null;
    }

    /** The time of the command that is being decided: all its events happen at once. */
    HybridTime time(HybridLogicalClock clock) {
        HybridTime known = time;
        if (known == null) {
            known = clock.next();
            time = known;
        }
        return known;
    }

    MetaData deciding() {
        return deciding;
    }

    @Nullable
    List<StoredEvent> stored(String subject) {
        return readAhead.get(subject);
    }

    List<DomainEventMessage<?>> staged(String subject) {
        return staged.getOrDefault(subject, List.of());
    }
}
