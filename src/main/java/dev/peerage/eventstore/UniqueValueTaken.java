package dev.peerage.eventstore;

/** A value that is to be unique is held by another subject. Nothing was written. */
public class UniqueValueTaken extends RuntimeException {

    private final String kind;
    private final String value;

    public UniqueValueTaken(String kind, String value) {
        super(kind + " '" + value + "' is taken", null, false, false);
        this.kind = kind;
        this.value = value;
    }

    /** For example {@code username}. */
    public String kind() {
        return kind;
    }

    /** In the form in which values are compared. */
    public String value() {
        return value;
    }
}
