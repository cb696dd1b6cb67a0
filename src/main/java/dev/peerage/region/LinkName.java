package dev.peerage.region;

import dev.peerage.kernel.Region;

/**
 * What a link is called in PostgreSQL: its slot at the sender, and its subscription at the receiver, such as
 * {@code peerage_us_to_eu}. A hyphen, which names of slots cannot have, becomes an underscore, which names of regions
 * cannot have.
 */
record LinkName(Region from, Region to) {

    /** What each region publishes: the events it has written. */
    static final String PUBLICATION = "peerage";

    private static final String PREFIX = "peerage_";

    /** A pattern for {@code like}: the slots by which a region's events leave it. */
    static String slotsOf(Region from) {
        return escaped(PREFIX + part(from) + "_to_") + "%";
    }

    /** A pattern for {@code like}: the subscriptions by which events arrive at a region. */
    static String subscriptionsOf(Region to) {
        return escaped(PREFIX) + "%" + escaped("_to_" + part(to));
    }

    /** To whom a slot leads, by its name: one of those by which a region's events leave it. */
    static Region receiver(String slot, Region from) {
        return Region.of(slot.substring((PREFIX + part(from) + "_to_").length()).replace('_', '-'));
    }

    private static String part(Region region) {
        return region.name().replace('-', '_');
    }

    private static String escaped(String text) {
        return text.replace("_", "\\_");
    }

    @Override
    public String toString() {
        return PREFIX + part(from) + "_to_" + part(to);
    }
}
