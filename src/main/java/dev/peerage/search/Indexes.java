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
    private volatile Index live;
    private volatile @Nullable Index next;

    Indexes(IndexEngine engine, ViewTables tables) {
        this.engine = engine;
        this.tables = tables;
        this.live = engine.open(liveName());
    }

    private String liveName() {
        return tables.texts("select name from view_generation where view = ?", SearchView.NAME).stream()
                .findFirst()
                .orElse(NAMES.getFirst());
    }

    private String nextName() {
        return NAMES.get(1 - NAMES.indexOf(live.name()));
    }

    /**
     * Does something with the index that is searched.
     *
     * @throws Problem 503 {@code search-unavailable} if its engine does not answer
     */
    <T> T search(Function<Index, T> search) {
        lock.readLock().lock();
        try {
            return search.apply(live);
        } catch (SearchException | AlreadyClosedException | IndexSearcher.TooManyClauses unanswered) {
            LOG.warn("A search is not answered: {}", unanswered.toString());
            throw Problem.searchUnavailable();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The index that is searched, for its view's processor. */
    Index live() {
        return live;
    }

    /** The index that is made beside it; of one that was begun by another process before, what there is. */
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

    /** It is empty, and filled from the log by its processor as one that is not there. */
    @Override
    public void begin() {
        drop();
    }

    /** It is told by where its processor writes. */
    @Override
    public void useNext() {}

    @Override
    public void takeOver() {
        tables.jdbc().update("""
                insert into view_generation (view, name) values (?, ?)
                on conflict (view) do update set name = excluded.name
                """, SearchView.NAME, nextName());
    }

    @Override
    public synchronized void tookOver() {
        Index before;
        lock.writeLock().lock();
        try {
            before = live;
            live = next();
            next = null;
        } finally {
            lock.writeLock().unlock();
        }
        before.close();
        engine.delete(before.name());
    }

    @Override
    public synchronized void drop() {
        Index dropped = next;
        next = null;
        if (dropped != null) {
            dropped.close();
        }
        engine.delete(nextName());
    }

    @Override
    public synchronized void close() {
        live.close();
        Index other = next;
        if (other != null) {
            other.close();
        }
    }
}
