package dev.peerage.audit;

import dev.peerage.consistency.LogReads;
import dev.peerage.eventstore.EventFilter;
import dev.peerage.eventstore.LogByTime.Place;
import dev.peerage.eventstore.StoredEvent;
import dev.peerage.kernel.ConsistencyToken;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes any number of entries, one a line. They are read bit by bit, each bit by a query of its own that goes on behind
 * the one before: nothing of the database is held while the client takes its time.
 */
@Component
class Export {

    /** How many events are in memory at a time. */
    static final int CHUNK = 500;

    private final Audit audit;
    private final LogReads reads;
    private final JsonMapper json;

    Export(Audit audit, LogReads reads, JsonMapper json) {
        this.audit = audit;
        this.reads = reads;
        this.json = json;
    }

    /**
     * Writes the events that a token of the log names; what has come since is left out, though it may be older.
     *
     * @throws IOException if the client does not take them
     */
    void write(EventFilter filter, ConsistencyToken upTo, OutputStream out) throws IOException {
        Predicate<StoredEvent> named = reads.namedBy(upTo);
        List<StoredEvent> chunk = audit.newest(filter, null, CHUNK);
        while (!chunk.isEmpty()) {
            for (AuditEntry entry : audit.entries(chunk.stream().filter(named).toList())) {
                out.write(json.writeValueAsBytes(entry));
                out.write('\n');
            }
            chunk = chunk.size() < CHUNK ? List.of() : audit.newest(filter, Place.of(chunk.getLast()), CHUNK);
        }
    }
}
