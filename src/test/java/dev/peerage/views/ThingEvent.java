package dev.peerage.views;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.eventstore.EventType;

/** What tests of views have happen. */
sealed interface ThingEvent extends DomainEvent {

    String thing();

    String value();

    @Override
    default String subject() {
        return "thing/" + thing();
    }

    @EventType(name = "ThingSet")
    record ThingSet(String thing, String value) implements ThingEvent {}

    /** Means the same, and is new. */
    @EventType(name = "ThingNoted")
    record ThingNoted(String thing, String value) implements ThingEvent {}
}
