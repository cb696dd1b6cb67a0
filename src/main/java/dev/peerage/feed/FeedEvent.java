package dev.peerage.feed;

import dev.peerage.kernel.OriginPositions;

/**
 * An event as it is delivered, written once for all who get it.
 *
 * @param position the place behind it
 * @param json the {@link CloudEvent}, in one line
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record FeedEvent(OriginPositions position, String subject, String type, byte[] json) {}
