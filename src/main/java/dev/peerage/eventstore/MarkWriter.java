package dev.peerage.eventstore;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells other regions up to where this region's log is complete: writes its low-water mark beside its events, whenever it has
 * moved on, if anybody takes them. It is that of the whole log, in which arrived events have positions too, as a token names
 * it. Other nodes of the region do the same; a mark that is lower than what is there changes nothing. While the region takes
 * back what it has written it tells nothing.
 */
final class MarkWriter extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(MarkWriter.class);

    private static final Duration BETWEEN_MARKS = Duration.ofMillis(40);
    private static final Duration WHILE_OUTSTANDING = Duration.ofMillis(5);

    /** Another node of this region may have appended, or the first peer may have come. */
    private static final Duration WHILE_QUIET = Duration.ofSeconds(1);

    private final EventLog log;
    private final LogTail tail;
    private final WriteGate gate;
    private final JdbcClient jdbc;
    private boolean published;
    private long written = -1;

    MarkWriter(EventLog log, LogTail tail, WriteGate gate, DataSource database) {
        super("mark writer");
        this.log = log;
        this.tail = tail;
        this.gate = gate;
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    protected void run() throws InterruptedException {
        while (isRunning()) {
            long seen = tail.appends();
            Duration pause;
            try {
                published = published || isPublished();
                pause = published ? writeIfMoved() : WHILE_QUIET;
            } catch (DataAccessException notNow) {
                LOG.debug("The mark of {} is not written", log.region(), notNow);
                // what was written may not have reached the disk, or be about other events
                written = -1;
                pause = WHILE_QUIET;
            }
            if (published) {
                tail.await(seen, pause.toNanos());
            } else {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    /** To nobody it is told by a region without peers. */
    private boolean isPublished() {
        return jdbc.sql("select exists (select from pg_publication_rel where prrelid = 'mark'::regclass)")
                .query(Boolean.class)
                .single();
    }

    /** How long to wait at most until the next look. */
    private Duration writeIfMoved() throws InterruptedException {
        long before = written;
        boolean isAll = gate.through(this::writeUnlessWritten);
        if (written > before) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_MARKS.toNanos());
        }
        return isAll ? WHILE_QUIET : WHILE_OUTSTANDING;
    }

    /** Whether nothing that is visible lies behind it. */
    private boolean writeUnlessWritten() {
        long last = log.head();
        long settled = Math.min(log.settle(last), last);
        if (settled > written) {
            write(settled);
            written = settled;
        }
        return settled == last;
    }

    private void write(long position) {
        jdbc.sql("""
                        insert into mark (origin, position, events)
                        select :origin, :position, coalesce(known.events, 0) + (
                            select count(*) from event where origin = :origin
                            and origin_position > coalesce(known.position, 0) and origin_position <= :position)
                        from (select) one left join mark known on known.origin = :origin
                        """)
                .param("origin", log.region().name())
                .param("position", position)
                .update();
    }
}
