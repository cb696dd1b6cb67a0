package dev.peerage.field;

/** In which order the events of several regions reach another. */
enum Delivery {

    /**
     * Each origin's in its order, one origin's regardless of another's: what a mesh of replication links delivers, and
     * Pekko's streams do.
     */
    IN_ORDER_OF_EACH_ORIGIN("each origin in order"),

    /** An event comes after all that its writer had seen, wherever they were written. */
    CAUSAL("causal");

    private final String text;

    Delivery(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
