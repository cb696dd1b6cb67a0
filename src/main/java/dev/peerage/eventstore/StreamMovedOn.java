package dev.peerage.eventstore;

/** Another command appended to the same stream in between. */
final class StreamMovedOn extends LostRace {

    StreamMovedOn(Throwable cause) {
        super("another command wrote to the same stream", cause);
    }
}
