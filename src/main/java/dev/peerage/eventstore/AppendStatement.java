package dev.peerage.eventstore;

import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SequencedMap;

/** The statement that appends. */
final class AppendStatement {

    /**
     * Locks go before releases and releases before claims, which PostgreSQL would not promise without the references
     * from one part to the other. A claim of a value that this region gave to another subject violates the primary key
     * and undoes everything; one of a value that another subject has from another region leaves everything undone, and
     * the answer empty. The look at the latter is a probe for each claim ({@code limit} within {@code lateral}),
     * whatever a plan made while the table was small would have it be.
     */
    private static final String APPEND = """
            with letting_go as materialized (
                select * from unnest(?::text[], ?::text[], ?::text[], ?::text[]) l (kind, value, subject, granting)
            ), wanted as materialized (
                select * from unnest(?::text[], ?::text[], ?::text[]) w (kind, value, subject)
            ), elsewhere as materialized (
                select from wanted w cross join lateral (
                    select from unique_value_elsewhere e
                    where e.kind = w.kind and e.value = w.value and e.subject <> w.subject
                    and not exists (
                        select from letting_go l
                        where l.kind = e.kind and l.value = e.value and l.subject = e.subject)
                    limit 1) other
                limit 1
            ), locked as (
                select from unnest(?::text[], ?::text[]) with ordinality l (kind, value, number)
                join unique_value u using (kind, value)
                order by l.number for update of u
            ), released as (
                delete from unique_value u using letting_go l
                where u.kind = l.kind and u.value = l.value and u.subject = l.subject
                and (l.granting is null or l.granting = u.xmin::text)
                and not exists (select from elsewhere)
                and (select count(*) from locked) >= 0
                returning 1
            ), claimed as (
                insert into unique_value (kind, value, subject)
                select kind, value, subject from wanted
                where not exists (select from elsewhere)
                and (select count(*) from released) >= 0
            ), drawn as (
                select nextval('event_position') as position, e.*
                from unnest(?::text[], ?::bigint[], ?::text[], ?::smallint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    e (subject, sequence, type, revision, hlc, seen, actor, request_id, cause, payload)
                where not exists (select from elsewhere)
            ), appended as (
                insert into event (position, origin, subject, sequence, origin_position,
                                   type, revision, hlc, seen, actor, request_id, cause, payload)
                select position, ?, subject, sequence, position,
                       type, revision, hlc, seen, actor, request_id, cause, payload::jsonb
                from drawn
                returning position
            )
            select max(position) from appended
            """;

    private AppendStatement() {}

    /** @return the position of the last event, 0 if a claimed value is held by what another region wrote */
    static long execute(
            Connection connection,
            List<NewEvent> events,
            SequencedMap<UniqueValues.Key, UniqueValues.Handover> changes,
            Region region)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            AppendParameters.bind(statement, events, changes, region);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}
