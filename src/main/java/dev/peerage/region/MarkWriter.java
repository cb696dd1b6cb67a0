package dev.peerage.region;

import dev.peerage.eventstore.LogEnd;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells peers up to where this region's log is complete: writes its low-water mark beside its events, whenever it has moved
 * on, if anybody takes them. It is that of the whole log, in which arrived events have positions too, as a token names it. Other nodes of the region do the same; a mark that is lower than what is there changes nothing.
 */
final class MarkWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MarkWriter.class);

    private static final Duration BETWEEN_MARKS = Duration.ofMillis(40);
    private static final Duration WHILE_OUTSTANDING = Duration.ofMillis(5);

    /** Another node of this region may have appended, or the first peer may have come. */
    private static final Duration WHILE_QUIET = Duration.ofSeconds(1);

    private final ThisDatabase here;
    private final LogEnd log;
    private volatile boolean running;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    MarkWriter(ThisDatabase here, LogEnd log) {
        this.here = here;
        this.log = log;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("mark").start(this::run);
    }

    private void run() {
        long written = -1;
        try {
            while (running) {
                long seen = log.appends();
                Duration pause = WHILE_QUIET;
                try {
                    if (isPublished()) {
                        LogEnd.Extent extent = log.extent();
                        if (extent.settled() > written) {
                            write(extent.settled());
                            written = extent.settled();
                            TimeUnit.MILLISECONDS.sleep(BETWEEN_MARKS.toMillis());
                        }
                        pause = extent.settled() < extent.last() ? WHILE_OUTSTANDING : WHILE_QUIET;
                    }
                } catch (DataAccessException notNow) {
                    LOG.debug("The mark of {} is not written", here.region(), notNow);
                    written = -1;
                }
                log.awaitAppend(seen, pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isPublished() {
        return here.jdbc()
                .sql("select exists (select from pg_publication_tables where pubname = ? and tablename = 'mark')")
                .param(LinkName.PUBLICATION)
                .query(Boolean.class)
                .single();
    }

    private void write(long position) {
        write(here.jdbc(), here.region().name(), position);
    }

    /** One that is lower than what is there is ignored by the database. */
    static void write(JdbcClient jdbc, String origin, long position) {
        jdbc.sql("insert into mark (origin, position) values (?, ?)")
                .params(origin, position)
                .update();
    }

    @Override
    public synchronized void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Until the last request was answered. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 8_192;
    }
}
