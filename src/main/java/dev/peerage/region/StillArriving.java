package dev.peerage.region;

/** PostgreSQL was told to take no more events from a peer, and has not come to an end with what it is at. */
final class StillArriving extends RuntimeException {

    private static final long serialVersionUID = 1;

    StillArriving(String subscription) {
        super("the worker of the subscription " + subscription + " has not ended yet");
    }
}
