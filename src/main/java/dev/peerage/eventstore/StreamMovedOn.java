package dev.peerage.eventstore;

/** Another command appended to the same stream in between. Nothing was written; the command may be tried again. */
class StreamMovedOn extends RuntimeException {

    StreamMovedOn(Throwable cause) {
        super("another command wrote to the same stream", cause);
    }
}
