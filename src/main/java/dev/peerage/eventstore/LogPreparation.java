package dev.peerage.eventstore;

/**
 * Something that has to be done with the log before this process reads or writes it for the first time, as a region that
 * was restored from a backup has to take its newer events back. A bean, contributed by a module.
 */
public interface LogPreparation {

    /**
     * Called once, when the schema is there and the database is known to be this region's.
     *
     * @throws RuntimeException to have the start fail
     */
    void prepare();
}
