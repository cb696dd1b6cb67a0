package dev.peerage.simulation;

import java.util.Map;

/**
 * A region's view and its processor: rows in memory that follow the log, and the rows and the token as they were stored
 * last. As any log-fed view may be, it can be stored with rows that are ahead of the token: then events come again.
 */
final class View {

    /**
     * What is on disk.
     *
     * @param json the rows, by subject
     * @param events how many events of the log they are made of
     * @param token how many the processor has done with
     */
    record Stored(Map<String, String> json, int events, int token) {}

    private final Logic logic;
    private final Chronicle chronicle;
    private Rows rows;
    private int events;
    private int token;
    private Stored stored = new Stored(Map.of(), 0, 0);

    View(Logic logic, Chronicle chronicle) {
        this.logic = logic;
        this.chronicle = chronicle;
        this.rows = new Rows(logic);
    }

    Rows rows() {
        return rows;
    }

    /** How many events of the log it is made of. */
    int events() {
        return events;
    }

    void follow(Log log, int atMost) {
        int until = token + Math.min(log.size() - token, atMost);
        for (int position = token; position < until; position++) {
            rows.fold(log.get(position));
            chronicle.happened(Happening.FOLDED_TWICE, position < events);
        }
        token = until;
        events = Math.max(events, token);
    }

    void store() {
        stored = new Stored(Map.copyOf(rows.json()), events, token);
    }

    Stored stored() {
        return stored;
    }

    /**
     * Memory is gone, and this is what the disk has.
     *
     * @param olderBy so much older than the rows' is the token
     */
    void restart(Stored disk, int olderBy, Log log) {
        stored = disk;
        rows = Rows.read(logic, disk.json());
        events = disk.events();
        token = Math.min(log.size(), logic.restartsAt(Math.max(0, disk.token() - olderBy), events));
    }
}
