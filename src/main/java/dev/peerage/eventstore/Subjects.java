package dev.peerage.eventstore;

import java.util.List;

/** Reads the events of single subjects; within a command, those it is about to append are seen too. */
public class Subjects {

    private final RegionalEventStore store;

    Subjects(RegionalEventStore store) {
        this.store = store;
    }

    /**
     * The events of a subject from all regions: each region's in its order, in no order that means anything across regions.
     *
     * @throws UnreadableEvent if this release cannot read one of them
     */
    public <E extends DomainEvent> List<StampedEvent<E>> history(String subject, Class<E> type) {
        return store.readEvents(subject)
                .asStream()
                .map(event -> StampedEvent.of(event, type))
                .toList();
    }
}
