package dev.peerage.nodes;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A node in this process, which may be one of several of the same database. */
public final class NodeInTest implements AutoCloseable {

    private final RegisteredNode node;

    private NodeInTest(RegisteredNode node) {
        this.node = node;
    }

    /** Registers a node that keeps nothing to itself. */
    public static NodeInTest on(DataSource pool) {
        return new NodeInTest(RegisteredNode.register((HikariDataSource) pool, List.of()));
    }

    /** Registers one that keeps something to itself. */
    static NodeInTest keeping(String what, DataSource pool) {
        return new NodeInTest(RegisteredNode.register((HikariDataSource) pool, List.of(new KeptByNode() {
            @Override
            public Optional<String> what() {
                return Optional.of(what);
            }

            @Override
            public String howToShare() {
                return "Share it.";
            }
        })));
    }

    static HikariDataSource pool(TestDatabase database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(5);
        pool.setMinimumIdle(0);
        return pool;
    }

    /** As the application sees it. */
    public Nodes nodes() {
        return node;
    }

    @Override
    public void close() {
        node.close();
    }
}
