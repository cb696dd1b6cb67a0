package dev.peerage.region;

/**
 * The last event of a region that another one has.
 *
 * @param sequence in the region's stream of the subject
 * @param hlc when it was written; tells two events of one name apart
 * @param position where the region's database put it
 */
record LastEvent(String subject, long sequence, long hlc, long position) {}
