package dev.peerage.feed;

/** Brings the feed somewhere else. How far it has come is in {@link Publications}. */
interface Publisher {

    /** By which operators know it. */
    String name();
}
