package dev.peerage.nodes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.database.StartRefused;
import dev.peerage.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes of one database, and what each sees of the others. */
class RegisteredNodeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final HikariDataSource pool = NodeInTest.pool(TestDatabase.createMigrated());
    private final JdbcClient sql = JdbcClient.create(pool);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void nodesSeeEachOtherComeAndGo() {
        try (NodeInTest first = NodeInTest.on(pool)) {
            assertThat(first.nodes().isAlone()).isTrue();
            long before = first.nodes().changes();
            try (NodeInTest second = NodeInTest.on(pool)) {
                assertThat(second.nodes().isAlone()).isFalse();
                assertThat(second.nodes().leads()).isFalse();
                assertThat(second.nodes().name()).isNotEqualTo(first.nodes().name());
                await().atMost(LONG).until(() -> !first.nodes().isAlone());
                assertThat(first.nodes().changes()).isGreaterThan(before);
            }
            await().atMost(LONG).until(() -> first.nodes().isAlone());
            assertThat(first.nodes().leads()).isTrue();
        }
        assertThat(rows()).isEmpty();
    }

    private List<Integer> rows() {
        return sql.sql("select number from node order by number")
                .query((row, _) -> row.getInt(1))
                .list();
    }

    /** Whose machine is gone; its connection may be there for hours. */
    @Test
    void aNodeOfWhichNothingIsHeardIsTakenForDead() {
        sql.sql("insert into node (name, seen) values ('silent', now() - interval '11 seconds')")
                .update();
        try (NodeInTest node = NodeInTest.on(pool)) {
            await().atMost(LONG).until(() -> rows().equals(List.of(node.nodes().number())));
        }
    }

    /** As a process that was killed leaves it. */
    @Test
    void aNodeWithoutItsConnectionIsTakenForDeadAtOnce() {
        sql.sql("insert into node (name) values ('killed')").update();
        try (NodeInTest node = NodeInTest.on(pool)) {
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> rows().equals(List.of(node.nodes().number())));
        }
    }

    @Test
    void aNodeWhoseConnectionBreaksStaysTheSame() {
        try (NodeInTest node = NodeInTest.on(pool);
                NodeInTest other = NodeInTest.on(pool)) {
            await().atMost(LONG).until(() -> !node.nodes().isAlone());
            assertThat(backendOf(node)).isNotZero();
            int broken = backendOf(node);

            sql.sql("select pg_terminate_backend(?)").param(broken).query().singleRow();

            await().atMost(LONG)
                    .until(() -> backendOf(node) != broken
                            && rows().contains(node.nodes().number()));
            await().atMost(LONG)
                    .until(() -> !other.nodes().isAlone() && node.nodes().leads());
        }
    }

    private int backendOf(NodeInTest node) {
        return sql.sql(
                        "select coalesce(max(pid), 0) from pg_locks where locktype = 'advisory' and objid = ? and granted")
                .param(node.nodes().number())
                .query(Integer.class)
                .single();
    }

    /** What it had may be another's by then. */
    @Test
    void whoWasTakenForDeadIsANodeAgainInAnotherLease() {
        try (NodeInTest node = NodeInTest.on(pool)) {
            long before = node.nodes().lease();
            assertThat(before).isNotNegative();
            try (TableLock _ = new TableLock(pool)) {
                await().atMost(LONG).until(() -> node.nodes().lease() == -1);
            }
            await().atMost(LONG).until(() -> node.nodes().lease() > before);
        }
    }

    @Test
    void whatFollowsFromALookIsDoneAgainAndAgainThoughItFails() {
        try (NodeInTest node = NodeInTest.on(pool)) {
            CountDownLatch thrice = new CountDownLatch(3);
            node.nodes().onLook(() -> {
                throw new IllegalStateException("on purpose");
            });
            node.nodes().onLook(thrice::countDown);
            node.nodes().tell();
            await().atMost(LONG).until(() -> thrice.getCount() == 0);
        }
    }

    @Test
    void aSecondNodeIsRefusedWhileOneKeepsSomethingToItself() {
        try (NodeInTest first = NodeInTest.keeping("the search index", pool)) {
            StartRefused refused = requireNonNull(
                    catchThrowableOfType(StartRefused.class, () -> NodeInTest.keeping("the search index", pool)));
            assertThat(refused.problem())
                    .contains(first.nodes().name(), "each of them keeps the search index to itself");
            assertThat(refused.action()).contains("Stop that one", "Share it.");
            assertThat(rows()).containsExactly(first.nodes().number());

            assertThat(requireNonNull(catchThrowableOfType(StartRefused.class, () -> NodeInTest.on(pool)))
                            .problem())
                    .contains("that one keeps the search index to itself");
        }
        try (NodeInTest first = NodeInTest.on(pool)) {
            assertThat(requireNonNull(catchThrowableOfType(
                                    StartRefused.class, () -> NodeInTest.keeping("an index", pool)))
                            .problem())
                    .contains(first.nodes().name(), "this one keeps an index to itself");
        }
    }

    /** It may have been killed just now. */
    @Test
    void whatADeadNodeKeptToItselfIsNoReasonToRefuse() {
        sql.sql("insert into node (name, keeps) values ('killed', 'the search index')")
                .update();
        try (NodeInTest node = NodeInTest.keeping("the search index", pool)) {
            assertThat(node.nodes().isAlone()).isTrue();
        }
    }
}
