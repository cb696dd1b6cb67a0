package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.eventstore.LogOfRegion;
import dev.peerage.eventstore.Marks;
import dev.peerage.eventstore.WriteGate;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A region without the rest of the application: its database and its links. Several of them on one server are regions to
 * each other as well, as slots are made apart from subscriptions.
 */
final class RegionAlone implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Region region;
    final TestDatabase server;
    private String databaseName;
    private HikariDataSource pool;
    private final WriteGate gate = new WriteGate();
    final HybridLogicalClock clock =
            new HybridLogicalClock(InstantSource.system(), new HybridTime(0), Duration.ofMinutes(1));
    private @Nullable Mesh mesh;
    private @Nullable Marks marks;

    private RegionAlone(Region region, TestDatabase server, String databaseName) {
        this.region = region;
        this.server = server;
        this.databaseName = databaseName;
        this.pool = pool();
    }

    /** A database of the region that has been started once, without peers. */
    static RegionAlone on(TestDatabase.Server server, String name) {
        TestDatabase database = server.createMigrated();
        RegionAlone region = new RegionAlone(Region.of(name), database, database.name());
        region.prepare(null);
        return region;
    }

    private HikariDataSource pool() {
        HikariDataSource made = new HikariDataSource();
        made.setJdbcUrl(server.server().url(databaseName));
        made.setUsername(server.username());
        made.setPassword(server.password());
        made.setMaximumPoolSize(12);
        made.setMinimumIdle(0);
        return made;
    }

    /** How others reach it. */
    String address() {
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        server.username(),
                        URLEncoder.encode(server.password(), StandardCharsets.UTF_8),
                        server.server().port(),
                        databaseName);
    }

    DataSource pooled() {
        return pool;
    }

    /** What the application does before it reads its log; looks at the database's place if {@code restored} is null. */
    void prepare(@Nullable Boolean restored, RegionAlone... others) {
        LogOfRegion.claim(region, pool);
        restoration(restored, others).prepare();
    }

    private Restoration restoration(@Nullable Boolean restored, RegionAlone... others) {
        return new Restoration(here(), peers(others), new RegionProperties(Map.of(), restored, Duration.ofSeconds(1)));
    }

    private LateRestoration lateRestoration(RegionAlone... others) {
        return new LateRestoration(
                restoration(null, others),
                here(),
                gate,
                LogOfRegion.grants(region, pool),
                LogOfRegion.ownPositions(pool),
                clock);
    }

    /** Why it does not write for now. */
    Optional<String> writesSuspended() {
        return gate.closedBecause();
    }

    /** Starts as the application does, with these peers by configuration. */
    RegionAlone start(RegionAlone... others) {
        prepare(null, others);
        marks = LogOfRegion.marks(pool);
        Mesh started = new Mesh(
                here(),
                peers(others),
                lateRestoration(others),
                marks(),
                InstantSource.system(),
                new LinkMetrics(new SimpleMeterRegistry()),
                () -> true);
        started.start();
        mesh = started;
        return this;
    }

    /** Stops looking after its links, as the application does when it ends. PostgreSQL goes on with them. */
    void stop() {
        if (mesh != null) {
            mesh.stop();
            mesh = null;
        }
    }

    private ThisDatabase here() {
        return new ThisDatabase(pool, region);
    }

    private Peers peers(RegionAlone... others) {
        Map<Region, PeerAddress> configured = new HashMap<>();
        for (RegionAlone other : others) {
            configured.put(other.region, PeerAddress.parse(other.address()));
        }
        return new Peers(sql(), configured);
    }

    Marks marks() {
        return Objects.requireNonNull(marks, "not started");
    }

    Mesh mesh() {
        return Objects.requireNonNull(mesh, "not started");
    }

    Link linkFrom(RegionAlone other) {
        return mesh().links().stream()
                .filter(link -> link.peer().equals(other.region))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no link from " + other.region));
    }

    /** Waits until events of all its peers arrive. */
    void isStreaming() {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh().lastStatus())
                        .as("links to %s", region)
                        .allMatch(link -> link.state() == LinkState.STREAMING));
    }

    /** Waits until a peer's events do not arrive, for this reason. */
    void isRefused(RegionAlone other, String reason) {
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).untilAsserted(() -> {
            LinkStatus status = statusOf(other);
            assertThat(status.state()).isEqualTo(LinkState.DOWN);
            assertThat(status.error()).contains(reason);
        });
    }

    /** Slots by which its events leave it. */
    List<String> slots() {
        return Slots.of(sql(), region).stream().map(Slots.Kept::name).toList();
    }

    LinkStatus statusOf(RegionAlone other) {
        return linkFrom(other).status();
    }

    JdbcClient sql() {
        return JdbcClient.create(pool);
    }

    HikariDataSource dataSource() {
        return pool;
    }

    /** Its log, to append to; goes on from what is in it now. */
    LogOfRegion log() {
        return LogOfRegion.open(region, pool);
    }

    /** How many events of a region are here. */
    long count(Region origin) {
        return sql().sql("select count(*) from event where origin = ?")
                .param(origin.name())
                .query(Long.class)
                .single();
    }

    /** Has nothing arrive any more, not even by PostgreSQL itself, until it is started again. */
    void quieten() {
        stop();
        sql().sql("select subname from pg_subscription where subdbid = (select oid from pg_database where datname = ?)")
                .param(databaseName)
                .query(String.class)
                .list()
                .forEach(name -> new Subscription(sql(), name).disable());
    }

    /** Nobody gets a connection to its database. */
    void isOutOfReach() {
        administration()
                .sql("alter database %s allow_connections false".formatted(databaseName))
                .update();
        administration()
                .sql("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ?")
                .param(databaseName)
                .query((row, _) -> row.getBoolean(1))
                .list();
    }

    void isInReachAgain() {
        administration()
                .sql("alter database %s allow_connections true".formatted(databaseName))
                .update();
    }

    /** A copy of the database as it is now, on the same server. It and its peers must be quiet. */
    String backup() {
        String backup = databaseName + "_backup";
        pool.close();
        administration()
                .sql("create database %s template %s".formatted(backup, databaseName))
                .update();
        pool = pool();
        return backup;
    }

    /** Throws the database away and goes on with the backup, under a name of its own. Must be stopped. */
    void restore(String backup) {
        here().takeLinksApart();
        pool.close();
        administration()
                .sql("drop database %s with (force)".formatted(databaseName))
                .update();
        databaseName = backup;
        pool = pool();
    }

    JdbcClient administration() {
        return JdbcClient.create(server.dataSource("postgres"));
    }

    /** Leaves nothing behind that takes a slot of the server. */
    @Override
    public void close() {
        stop();
        here().takeLinksApart();
        pool.close();
    }
}
