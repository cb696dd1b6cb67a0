package dev.peerage.search;

/** What keeps indexes. */
interface IndexEngine {

    /** Opens an index, a new one if there is none of that name. */
    Index open(String name);

    /** Deletes a closed index, if there is one. */
    void delete(String name);
}
