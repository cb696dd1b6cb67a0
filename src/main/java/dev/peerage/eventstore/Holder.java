package dev.peerage.eventstore;

/**
 * Who holds a unique value by this region's tables. Whether it shows the value still, is for its events to tell.
 *
 * @param grant the transaction in which this region gave it the value; empty if another region did
 */
record Holder(String subject, String grant) {}
