package dev.peerage.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The nodes as the database knows them, by one connection that lives as long as its node does. When a process ends in whichever
 * way, PostgreSQL notices by its connection, and gives back the lock that this holds. A process that is stopped, or behind a
 * network that is cut, keeps its connection, and is silent.
 */
final class NodeTable {

    static final String CHANNEL = "peerage_node";

    /** A node that was not heard of for so long is taken for dead. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** Advisory locks are known by two numbers; the first one is this, "node" in ASCII. */
    private static final int LOCK = 0x6e6f6465;

    private static final String LIVES = """
            n.seen > now() - interval '%d seconds' and exists (
                select from pg_locks
                where locktype = 'advisory' and classid = %d and objid = n.number and objsubid = 2 and granted
                and database = (select oid from pg_database where datname = current_database()))
            """.formatted(SILENCE.toSeconds(), LOCK);

    /**
     * A node.
     *
     * @param keeps what it keeps to itself; {@code null} if nothing
     * @param work what it offers to do
     */
    record Node(int number, String name, @Nullable String keeps, Set<String> work, Instant since, Instant seen) {

        private static final RowMapper<Node> ROW = (row, _) -> new Node(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                Set.of((String[]) row.getArray(4).getArray()),
                row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant());
    }

    private final Connection connection;
    private final JdbcClient jdbc;

    NodeTable(Connection connection) {
        this.connection = connection;
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** Puts a new node in. Whoever sees it sees that it lives, as it has its lock before. */
    Node add(String process, Optional<String> keeps) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // one after the other, so that each sees those of lower numbers
            jdbc.sql("select pg_advisory_xact_lock(?, 0)").params(LOCK).query().singleRow();
            Node added = jdbc.sql("""
                            insert into node (number, name, keeps)
                            select n, :process || '/' || n, :keeps from nextval(pg_get_serial_sequence('node', 'number')) n
                            returning number, name, keeps, work, since, seen
                            """)
                    .param("process", process)
                    .param("keeps", keeps.orElse(null))
                    .query(Node.ROW)
                    .single();
            var _ = lock(added.number());
            connection.commit();
            return added;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * The same by another connection, also after others have taken it for dead.
     *
     * @return whether they had
     */
    boolean addAgain(Node node, Set<String> work) {
        return jdbc.sql("""
                        insert into node (number, name, keeps, work, since) values (?, ?, ?, ?, ?)
                        on conflict (number) do update set seen = now(), work = excluded.work
                        returning xmax = 0
                        """)
                .param(node.number())
                .param(node.name())
                .param(node.keeps())
                .param(work.toArray(String[]::new))
                .param(Timestamp.from(node.since()))
                .query(Boolean.class)
                .single();
    }

    /**
     * Has this connection hold a node's lock. As long as the server has not noticed that the connection before is gone, that one
     * holds it, which is as good; to be asked again until it is this one.
     */
    boolean lock(int number) {
        return jdbc.sql("select pg_try_advisory_lock(?, ?)")
                .params(LOCK, number)
                .query(Boolean.class)
                .single();
    }

    /** What is written about nodes is not worth waiting for the disk. */
    void listen() {
        jdbc.sql("set synchronous_commit = off").update();
        jdbc.sql("listen " + CHANNEL).update();
    }

    /** Is heard of. Whether it is still in the table. */
    boolean isHeard(int number) {
        return jdbc.sql("update node set seen = now() where number = ?")
                        .param(number)
                        .update()
                > 0;
    }

    /** Removes the others that do not live any more. */
    List<String> removeDead(int own) {
        return jdbc.sql("delete from node n where number <> ? and not (%s) returning name".formatted(LIVES))
                .param(own)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** All in the order in which they have come. */
    List<Node> all() {
        return jdbc.sql("select number, name, keeps, work, since, seen from node order by number")
                .query(Node.ROW)
                .list();
    }

    /** It ends. */
    void remove(int number) {
        jdbc.sql("delete from node where number = ?").param(number).update();
        jdbc.sql("select pg_advisory_unlock_all()").query().singleRow();
        jdbc.sql("select pg_notify(?, '')").param(CHANNEL).query().singleRow();
        jdbc.sql("unlisten " + CHANNEL).update();
    }
}
