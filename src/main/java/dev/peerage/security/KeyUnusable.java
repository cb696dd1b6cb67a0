package dev.peerage.security;

/** A key is configured or stored in a way that nobody could use it, so the service does not start. */
final class KeyUnusable extends RuntimeException {

    private final String remedy;

    KeyUnusable(String description, String remedy) {
        super(description);
        this.remedy = remedy;
    }

    /** What to do about it. */
    String remedy() {
        return remedy;
    }
}
