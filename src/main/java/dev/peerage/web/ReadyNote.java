package dev.peerage.web;

/** Something that a person who has just started the service wants to know, told when it is ready. A bean. */
@FunctionalInterface
public interface ReadyNote {

    /** A phrase without a full stop: {@code admin key in ./data/admin.key}. */
    String text();
}
