package dev.peerage.eventstore;

/** Something that command handlers may ask for as a parameter, contributed by a module as a bean. */
public interface DecisionResource {}
