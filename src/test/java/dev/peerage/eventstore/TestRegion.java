package dev.peerage.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The event store of a region, with {@link Note}s as its only aggregates, on a database of its own. */
final class TestRegion implements AutoCloseable {

    static final Caller CALLER = new Caller("tester", "request-1");

    private final HikariDataSource database;
    private final EventStoreConfiguration parts = new EventStoreConfiguration();
    private final EventStoreProperties properties;

    final EventLog log;
    final EventCodec codec = parts.eventCodec(List.of(EventTypes.permittedBy(NoteEvent.class)));
    final RegionalEventStore store;
    final HybridLogicalClock clock;
    final Commands commands;

    private TestRegion(HikariDataSource database, String region) {
        this.database = database;
        this.properties = new EventStoreProperties(region, Duration.ofMinutes(1));
        this.log = parts.eventLog(database, Region.of(region));
        this.store = parts.eventStore(log, codec);
        this.clock = parts.hybridLogicalClock(log, properties);
        this.commands = commands();
    }

    /** The region {@code eu}, without any event. */
    static TestRegion create() {
        TestDatabase empty = TestDatabase.create();
        Flyway.configure()
                .dataSource(empty.dataSource())
                .locations("classpath:db")
                .load()
                .migrate();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(empty.url());
        pool.setUsername(empty.username());
        pool.setPassword(empty.password());
        pool.setMaximumPoolSize(40);
        pool.setMinimumIdle(1);
        return new TestRegion(pool, "eu");
    }

    /** Another process of the same region. */
    TestRegion anotherNode() {
        return new TestRegion(database, properties.region());
    }

    private Commands commands() {
        return parts.commands(
                log,
                codec,
                store,
                clock,
                List.of(new AggregateType<>(Note.class, Note::new)),
                parts.uniqueValues(),
                List.of());
    }

    DataSource database() {
        return database;
    }

    JdbcClient sql() {
        return JdbcClient.create(database);
    }

    /** Events of other regions arrive. */
    void receive(Writing... writings) {
        Replication.deliver(database, writings);
    }

    @Override
    public void close() {
        database.close();
    }
}
