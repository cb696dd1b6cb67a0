package dev.peerage.region;

/** A peer's database is reached, and is not one to exchange events with. Nothing was written to either. */
final class PeerRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param problem what is wrong, in a full sentence
     * @param action what the operator can do about it, in full sentences
     */
    PeerRefused(String problem, String action) {
        super(problem + " " + action);
    }
}
