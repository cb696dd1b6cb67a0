package dev.peerage.search;

/**
 * Says with an index which database's log it was made from, and in which form. The position it has reached is in that
 * database: of an index that is gone, of another database's or in another form that position tells nothing, and it has to be
 * made anew.
 */
interface IndexMark {

    /** @throws RuntimeException if it cannot be told */
    boolean isThere();

    /** Before the index is made anew. */
    void remove();

    void write();
}
