package dev.peerage.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * This region's grants of unique values, made again from the log. Usually the statement that appends an event writes its
 * grant; events that were taken back from peers, after this region was restored from a backup, came without.
 */
public final class Grants {

    private static final int SUBJECTS = 500;

    private final EventLog log;
    private final HoldersInLog holders;
    private final JdbcClient jdbc;

    Grants(EventLog log, HoldersInLog holders, DataSource database) {
        this.log = log;
        this.holders = holders;
        this.jdbc = JdbcClient.create(database);
    }

    /** Gives each value again that a subject of this region's shows, unless there is nothing to be made up for. */
    public void complete() {
        if (jdbc.sql("select grants_complete from this_region")
                .query(Boolean.class)
                .single()) {
            return;
        }
        String last = "";
        for (List<String> subjects = after(last); !subjects.isEmpty(); subjects = after(last)) {
            give(subjects);
            last = subjects.getLast();
        }
        jdbc.sql("update this_region set grants_complete = true").update();
    }

    private List<String> after(String subject) {
        return jdbc.sql("""
                        select distinct subject from event where origin = ? and subject > ? order by subject limit ?
                        """)
                .params(log.region().name(), subject, SUBJECTS)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private void give(List<String> subjects) {
        List<String> kinds = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> holding = new ArrayList<>();
        for (Map.Entry<String, List<StoredEvent>> stream : log.streams(subjects).entrySet()) {
            holders.shown(stream.getValue()).forEach((kind, value) -> {
                kinds.add(kind);
                values.add(value);
                holding.add(stream.getKey());
            });
        }
        jdbc.sql("""
                        insert into unique_value (kind, value, subject)
                        select * from unnest(?::text[], ?::text[], ?::text[]) on conflict do nothing
                        """)
                .params(kinds.toArray(String[]::new), values.toArray(String[]::new), holding.toArray(String[]::new))
                .update();
    }
}
