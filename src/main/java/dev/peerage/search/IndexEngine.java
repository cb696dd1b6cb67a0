package dev.peerage.search;

/** What keeps indexes. */
interface IndexEngine {

    /**
     * Opens an index. Whether it {@linkplain Index#isThere is there} is another question.
     *
     * @throws RuntimeException if the engine does not answer; it may the next time
     */
    Index open(String name);

    /**
     * Deletes a closed index, if there is one.
     *
     * @throws RuntimeException if the engine does not answer
     */
    void delete(String name);
}
