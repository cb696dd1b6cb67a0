package dev.peerage.views;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which subjects of which views an error has stopped, in the database that holds the views. */
final class StoppedSubjects {

    /** A subject that is stopped, and why. */
    record Stopped(String subject, String error) {}

    private final JdbcClient jdbc;

    StoppedSubjects(ViewTables tables) {
        this.jdbc = JdbcClient.create(tables.jdbc());
    }

    /** Those of the subjects that are stopped. Waits for one that is just being resumed. */
    Set<String> among(String view, Collection<String> subjects) {
        return new HashSet<>(jdbc.sql("""
                        select subject from stopped_subject where view = :view and subject = any(:subjects) for share
                        """)
                .param("view", view)
                .param("subjects", subjects.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    void stop(String view, String subject, String why) {
        jdbc.sql("""
                        insert into stopped_subject (view, subject, error, since) values (:view, :subject, :error, now())
                        on conflict (view, subject) do nothing
                        """)
                .param("view", view)
                .param("subject", subject)
                .param("error", why)
                .update();
    }

    /** Whether it was stopped; it is not any more when the transaction commits. */
    boolean release(String view, String subject) {
        return jdbc.sql("delete from stopped_subject where view = :view and subject = :subject")
                        .param("view", view)
                        .param("subject", subject)
                        .update()
                > 0;
    }

    void forget(String view) {
        jdbc.sql("delete from stopped_subject where view = :view")
                .param("view", view)
                .update();
    }

    /** Those of one are another's from now on, which has none any more. */
    void rename(String from, String to) {
        forget(to);
        jdbc.sql("update stopped_subject set view = :to where view = :from")
                .param("to", to)
                .param("from", from)
                .update();
    }

    /** The longest stopped first. */
    List<Stopped> of(String view, int limit) {
        return of(List.of(view), limit);
    }

    /** Those of several views. */
    List<Stopped> of(Collection<String> views, int limit) {
        return jdbc.sql("""
                        select subject, error from stopped_subject where view = any(:views) order by since, subject limit :limit
                        """)
                .param("views", views.toArray(String[]::new))
                .param("limit", limit)
                .query((row, _) -> new Stopped(row.getString(1), row.getString(2)))
                .list();
    }

    long count(String view) {
        return jdbc.sql("select count(*) from stopped_subject where view = :view")
                .param("view", view)
                .query(Long.class)
                .single();
    }
}
