package dev.peerage.search;

import static java.util.Objects.requireNonNull;

import dev.peerage.views.Generations;
import dev.peerage.views.ViewTables;
import dev.peerage.web.Problem;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.hibernate.search.util.common.SearchException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index that is searched, and the one that is made beside it. Which of the two generations is searched is written down in
 * the database, together with the view's position. Whoever searches keeps the one from being closed that is searched.
 */
final class Indexes implements Generations, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);

    private static final List<String> NAMES = List.of("a", "b");

    private final IndexEngine engine;
    private final ViewTables tables;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private String liveName;
    private volatile @Nullable Index live;
    private @Nullable Index next;

    Indexes(IndexEngine engine, ViewTables tables) {
        this.engine = engine;
        this.tables = tables;
        this.liveName = nameInDatabase();
    }

    private String nameInDatabase() {
        return tables.texts("select name from view_generation where view = ?", SearchView.NAME).stream()
                .findFirst()
                .orElse(NAMES.getFirst());
    }

    private String nextName() {
        return NAMES.get(1 - NAMES.indexOf(liveName));
    }

    /**
     * Does something with the index that is searched.
     *
     * @throws Problem 503 {@code search-unavailable} if its engine does not answer, or did not when its view was started
     */
    <T> T search(Function<Index, T> search) {
        Index searched = live;
        try {
            return searchLive(search);
        } catch (SearchException | AlreadyClosedException | IndexSearcher.TooManyClauses unanswered) {
            if (isReplaced(searched)) {
                return search(search);
            }
            LOG.warn("A search is not answered: {}", firstLine(unanswered));
            throw Problem.searchUnavailable();
        }
    }

    private <T> T searchLive(Function<Index, T> search) {
        lock.readLock().lock();
        try {
            Index searched = live;
            if (searched == null) {
                throw Problem.searchUnavailable();
            }
            return search.apply(searched);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether another node has made another one, and deleted this one, just now. */
    private boolean isReplaced(@Nullable Index searched) {
        try {
            var _ = follow();
            return live != searched;
        } catch (RuntimeException unknown) {
            LOG.debug("It is not known which index is to be searched", unknown);
            return false;
        }
    }

    /** What was asked, and by that people's data, is in those that follow. */
    private static String firstLine(RuntimeException failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    /** Empties an index while nobody searches. */
    void clear(Index index) {
        lock.writeLock().lock();
        try {
            index.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * The index that is searched, for its view's processor. It is opened by this, so that whoever searches waits for nothing.
     * Another node may have made another one, which is searched here as well from now on.
     *
     * @throws RuntimeException if its engine does not answer; it may the next time
     */
    synchronized Index live() {
        var _ = follow();
        if (live == null) {
            live = engine.open(liveName);
        }
        return requireNonNull(live);
    }

    /** The index that is made beside it, in the same way; of one that was begun by another process before, what there is. */
    synchronized Index next() {
        if (next == null) {
            next = engine.open(nextName());
        }
        return requireNonNull(next);
    }

    @Override
    public String view() {
        return SearchView.NAME;
    }

    /**
     * It is empty, and filled from the log by its processor as one that is not there.
     *
     * @throws Problem 503 {@code search-unavailable} if the engine does not answer
     */
    @Override
    public synchronized void begin() {
        closeNext();
        try {
            engine.delete(nextName());
        } catch (RuntimeException unanswered) {
            LOG.warn("An index cannot be made: {}", firstLine(unanswered));
            throw Problem.searchUnavailable();
        }
    }

    /** It is told by where its processor writes. */
    @Override
    public void useNext() {}

    @Override
    public synchronized void takeOver() {
        tables.jdbc().update("""
                insert into view_generation (view, name) values (?, ?)
                on conflict (view) do update set name = excluded.name
                """, SearchView.NAME, nextName());
    }

    /** May be told twice. */
    @Override
    public synchronized void tookOver() {
        var _ = follow();
        engine.delete(nextName());
    }

    /** Has the index be searched that the database says, as another node may have made it; whether it is another one than before. */
    synchronized boolean follow() {
        String name = nameInDatabase();
        if (name.equals(liveName)) {
            return false;
        }
        // who searches does not wait for it
        Index opened = next();
        Index before;
        lock.writeLock().lock();
        try {
            before = live;
            live = opened;
            liveName = name;
            next = null;
        } finally {
            lock.writeLock().unlock();
        }
        if (before != null) {
            before.close();
        }
        return true;
    }

    /** What cannot be deleted now is before another one is {@linkplain #begin begun}. */
    @Override
    public synchronized void drop() {
        closeNext();
        try {
            engine.delete(nextName());
        } catch (RuntimeException unanswered) {
            LOG.warn("The index {} of a rebuild that was given up is left: {}", nextName(), firstLine(unanswered));
        }
    }

    private void closeNext() {
        Index closed = next;
        next = null;
        if (closed != null) {
            closed.close();
        }
    }

    @Override
    public synchronized void close() {
        closeNext();
        Index closed = live;
        live = null;
        if (closed != null) {
            closed.close();
        }
    }
}
