package dev.peerage.views;

/**
 * Where a view keeps what it holds: the generation that is read, and a next one that is made beside it until it takes over.
 */
public interface Generations {

    /** The view. */
    String view();

    /** Makes place for a next generation, which has nothing yet. One that was begun before is gone. */
    void begin();

    /** From here on to the end of the transaction, the next generation is meant wherever one is. */
    void useNext();

    /** Has the next generation be the one that is read, when the transaction that this is called in commits. */
    void takeOver();

    /** That transaction has committed: what was read before is removed. */
    void tookOver();

    /** Removes the next generation. */
    void drop();
}
