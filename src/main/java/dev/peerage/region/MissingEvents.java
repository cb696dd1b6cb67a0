package dev.peerage.region;

import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.Origins;
import dev.peerage.kernel.Region;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Finds the events of a region that another log has and this one has not, and copies them: exactly these, in the
 * writer's order, in small transactions, so that it may be interrupted at any point and begun anew.
 *
 * <p>What has arrived of a region is no prefix of its positions, as transactions commit in another order than they draw
 * them. So logs are compared by blocks of positions: where the numbers of events and a digest of their positions agree,
 * they hold the same.
 *
 * <p>The other log is read as it stood at one moment. Read bit by bit while it is written to, it could show an event and
 * not yet the one before it in its stream, of a lower block: streams would arrive out of order.
 */
final class MissingEvents {

    /** Positions a block: a few hundred kilobytes of events. */
    private static final int BLOCK = 4_096;

    private static final String BLOCKS = """
            select origin_position / %d, count(*), bit_xor(hashint8extended(origin_position, hlc))
            from event where origin = ? and origin_position >= ? and origin_position < ? group by 1 order by 1
            """.formatted(BLOCK);

    /** So many positions are compared by one statement, which must not outlast what a connection allows it. */
    private static final long STEP = 500L * BLOCK;

    private static final String STORE = """
            with brought as (
                select * from unnest(%s) b (%s)
            ), different as (
                select b.subject || '@' || b.origin || '~' || b.sequence as name
                from brought b join event e using (subject, origin, sequence)
                where (b.origin_position, b.hlc) <> (e.origin_position, e.hlc) limit 1
            ), stored as (
                insert into event (%s)
                select origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, request_id, cause, payload::jsonb
                from brought where not exists (select from different) order by origin_position
                on conflict (subject, origin, sequence) do nothing
                returning 1
            )
            select (select count(*) from stored), (select name from different)
            """.formatted(EventRow.ARRAYS, EventRow.COLUMNS, EventRow.COLUMNS);

    private final DataSource from;
    private final DataSource to;

    MissingEvents(DataSource from, DataSource to) {
        this.from = from;
        this.to = to;
    }

    private record Block(long events, long digest) {}

    /**
     * What came of a copy.
     *
     * @param events so many were stored
     * @param whole whether nothing is missing any more of what the other log had at the beginning
     */
    record Copied(long events, boolean whole) {}

    /** The regions that have written events which the other log has. */
    Set<Region> origins() {
        return new TreeSet<>(Origins.lastPositions(from).keySet());
    }

    /**
     * Copies what is missing of a region's events.
     *
     * @param goOn asked between blocks; what was copied until it says no stays
     * @throws PeerRefused if the two logs hold different events under one name: two databases have written as one region
     */
    Copied copy(Region origin, BooleanSupplier goOn) {
        return atOneMoment(other -> copy(other, origin, goOn));
    }

    /**
     * Whether the other log has an event of the region that this one has not, or has another one of its name.
     *
     * @param isSettled asked when the other log was looked at, and before this one is; if it says no, that cannot be told
     */
    boolean areAny(Region origin, BooleanSupplier isSettled) {
        JdbcClient ours = JdbcClient.create(to);
        return atOneMoment(other -> {
            Map<Long, Block> there = blocks(other, origin);
            if (!isSettled.getAsBoolean()) {
                return false;
            }
            Map<Long, Block> here = blocks(ours, origin);
            // of its own events this log usually has more, so that the last block differs
            return there.entrySet().stream()
                    .filter(block -> !block.getValue().equals(here.get(block.getKey())))
                    .anyMatch(block ->
                            !marks(ours, origin, block.getKey()).containsAll(marks(other, origin, block.getKey())));
        });
    }

    /** What tells the events of a block apart. */
    private record Mark(long position, long hlc) {}

    private static Set<Mark> marks(JdbcClient log, Region origin, long block) {
        return new HashSet<>(log.sql("""
                        select origin_position, hlc from event
                        where origin = ? and origin_position >= ? and origin_position < ?
                        """)
                .params(origin.name(), block * BLOCK, (block + 1) * BLOCK)
                .query((row, _) -> new Mark(row.getLong(1), row.getLong(2)))
                .list());
    }

    /** The other log as it stands at one moment, whatever is written to it meanwhile. */
    private <T> T atOneMoment(Function<JdbcClient, T> look) {
        try (Connection moment = from.getConnection()) {
            moment.setReadOnly(true);
            moment.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            moment.setAutoCommit(false);
            T seen = look.apply(JdbcClient.create(new SingleConnectionDataSource(moment, true)));
            moment.rollback();
            return seen;
        } catch (SQLException e) {
            throw new IllegalStateException("the other log cannot be read", e);
        }
    }

    private Copied copy(JdbcClient other, Region origin, BooleanSupplier goOn) {
        Copied copied = copyEvents(other, origin, goOn);
        if (copied.whole()) {
            Marks.take(origin, other, to);
        }
        return copied;
    }

    private Copied copyEvents(JdbcClient other, Region origin, BooleanSupplier goOn) {
        Map<Long, Block> there = blocks(other, origin);
        Map<Long, Block> here = blocks(JdbcClient.create(to), origin);
        long copied = 0;
        for (Map.Entry<Long, Block> block : there.entrySet()) {
            if (!goOn.getAsBoolean()) {
                return new Copied(copied, false);
            }
            if (!block.getValue().equals(here.get(block.getKey()))) {
                copied += store(read(other, origin, block.getKey()));
            }
        }
        return new Copied(copied, true);
    }

    private static Map<Long, Block> blocks(JdbcClient log, Region origin) {
        Map<Long, Block> blocks = new LinkedHashMap<>();
        long last = log.sql("select coalesce(max(origin_position), 0) from event where origin = ?")
                .param(origin.name())
                .query(Long.class)
                .single();
        for (long from = 0; from <= last; from += STEP) {
            log.sql(BLOCKS).params(origin.name(), from, from + STEP).query(row -> {
                blocks.put(row.getLong(1), new Block(row.getLong(2), row.getLong(3)));
            });
        }
        return blocks;
    }

    private static List<EventRow> read(JdbcClient other, Region origin, long block) {
        return other.sql("select " + EventRow.COLUMNS
                        + " from event where origin = ? and origin_position >= ? and origin_position < ?"
                        + " order by origin_position")
                .params(origin.name(), block * BLOCK, (block + 1) * BLOCK)
                .query((row, _) -> EventRow.read(row))
                .list();
    }

    private long store(List<EventRow> rows) {
        Connection connection = DataSourceUtils.getConnection(to);
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            EventRow.bind(statement, new ArrayList<>(rows));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                String different = result.getString(2);
                if (different != null) {
                    throw new PeerRefused(
                            "Two different events are named %s.".formatted(different),
                            "Two databases have written as one region, or one that was restored from a backup has written"
                                    + " before it had taken back what its peers hold: stop one of them.");
                }
                return result.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("missing events could not be stored", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, to);
        }
    }
}
