package dev.peerage.eventstore;

import dev.peerage.eventstore.LogByTime.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The query for a page of events, newest first. By which index it reads is settled by its form, as far as can be, and not
 * left to statistics:
 *
 * <ul>
 *   <li>the events of one subject are few, and are read before anything else is looked at;
 *   <li>those of an actor, a type or a region stand in an index in the order of their times;
 *   <li>all events are those of each region, as many of each as are wanted, merged.
 * </ul>
 */
final class NewestFirst {

    /**
     * For its transaction: whatever may be read in the order of times is, and not sorted. Before the log has been analyzed
     * for the first time PostgreSQL takes few events to be a region's, and would read and sort them all. Without the other
     * setting, older releases would compile what cannot be had without a sort.
     */
    static final String SETTINGS = "set local enable_sort = off; set local jit = off";

    // regions are ordered by their characters in every database, whatever its collation
    private static final String PLACE = "hlc, origin collate \"C\", origin_position";
    private static final String ORDER = " order by hlc desc, origin collate \"C\" desc, origin_position desc limit ?";

    private final StringBuilder query = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    NewestFirst(EventFilter filter, @Nullable Place after, int limit) {
        if (filter.subject() != null) {
            add("with of_subject as materialized (select * from event where subject = ?) ", filter.subject());
            page("of_subject", "true", filter, after, limit);
        } else if (filter.actor() != null || filter.type() != null || filter.origin() != null) {
            page("event", "true", filter, after, limit);
        } else {
            add(Origins.EACH + "select e.* from each_origin cross join lateral (");
            page("event", "origin = region", filter, after, limit);
            add(") e where region is not null" + ORDER, limit);
        }
    }

    private void page(String table, String condition, EventFilter filter, @Nullable Place after, int limit) {
        add("select " + StoredEventMapper.COLUMNS + " from " + table + " where " + condition);
        if (filter.actor() != null) {
            add(" and actor = ?", filter.actor());
        }
        if (filter.type() != null) {
            add(" and type = ?", filter.type());
        }
        if (filter.origin() != null) {
            add(" and origin = ?", filter.origin().name());
        }
        if (filter.from() != null) {
            add(" and hlc >= ?", filter.from().value());
        }
        if (filter.before() != null) {
            add(" and hlc < ?", filter.before().value());
        }
        if (after != null) {
            long time = after.time().value();
            // the first says nothing new, but no index has all that the second compares
            add(" and hlc <= ?", time);
            add(" and (" + PLACE + ") < (?, ?, ?)", time, after.origin().name(), after.originPosition());
        }
        add(ORDER, limit);
    }

    private void add(String part, Object... itsValues) {
        query.append(part);
        values.addAll(List.of(itsValues));
    }

    PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = planned(connection, query.toString());
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    /** A statement that is planned anew each time: a plan made while the log was small would be kept. */
    static PreparedStatement planned(Connection connection, String query) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }
}
