package dev.peerage.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.kernel.HybridLogicalClock;
import dev.peerage.kernel.Region;
import dev.peerage.testing.OneNode;
import dev.peerage.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The event store of the region {@code eu} on a database of its own, without the rest of the application. */
public final class TestRegion implements AutoCloseable {

    static final Caller CALLER = new Caller("tester", "request-1");

    private final DataSource database;
    private final EventTypes events;
    private final EventStoreConfiguration parts = new EventStoreConfiguration();

    private final LogTail tail;
    private final Arrived arrived;
    private final Marks marks;

    final EventLog log;
    final EventCodec codec;
    final RegionalEventStore store;
    final Commands commands;

    private TestRegion(DataSource database, EventTypes events) {
        EventStoreProperties properties = new EventStoreProperties("eu", Duration.ofMinutes(1));
        this.database = database;
        this.events = events;
        this.log = parts.eventLog(database, Region.of(properties.region()), List.of());
        this.codec = parts.eventCodec(List.of(events));
        this.tail = parts.logTail(log);
        HybridLogicalClock clock = parts.hybridLogicalClock(log, properties, InstantSource.system());
        this.arrived = parts.arrived(log, database);
        this.marks = parts.marks(database, log, tail);
        this.store = parts.eventStore(log, codec, clock, arrived, tail);
        this.commands = commands(clock);
    }

    /** A region of {@link Note}s that has no events yet. */
    static TestRegion create() {
        return create(EventTypes.permittedBy(NoteEvent.class));
    }

    /** A region that can read such events and has none yet. */
    public static TestRegion create(EventTypes events) {
        TestDatabase empty = TestDatabase.createMigrated();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(empty.url());
        pool.setUsername(empty.username());
        pool.setPassword(empty.password());
        pool.setMaximumPoolSize(40);
        pool.setMinimumIdle(1);
        return new TestRegion(pool, events);
    }

    /** Another process of the same region, or the same after a restart. */
    public TestRegion anotherNode() {
        return anotherNode(database);
    }

    /** Another process, of a release that reads other events. */
    public TestRegion anotherNode(EventTypes itsEvents) {
        return new TestRegion(database, itsEvents);
    }

    /** Another process of the same region. */
    TestRegion anotherNode(DataSource itsDatabase) {
        return new TestRegion(itsDatabase, events);
    }

    private Commands commands(HybridLogicalClock clock) {
        return parts.commands(
                log,
                parts.writeGate(),
                codec,
                store,
                clock,
                List.of(new AggregateType<>(Note.class, Note::new)),
                parts.uniqueValues(),
                parts.holdersInLog(log, codec, List.of()),
                List.of());
    }

    /** Its pool of connections. */
    public DataSource database() {
        return database;
    }

    /** For looking into its tables. */
    public JdbcClient sql() {
        return JdbcClient.create(database);
    }

    /** What processors follow. */
    public StreamableMessageSource<TrackedEventMessage<?>> stream() {
        return store;
    }

    /** How far its log goes. */
    public LogEnd end() {
        return parts.logEnd(log, database, arrived, OneNode.INSTANCE);
    }

    public Marks marks() {
        return marks;
    }

    /** As those outside go through it. */
    public OriginLog originLog() {
        return parts.originLog(log, marks, new OwnPositions(database), tail, codec, database);
    }

    /** Another region's mark arrives, beside all of its events up to there. */
    public void receiveMark(Region origin, long position) {
        sql().sql("""
                        insert into mark (origin, position, events)
                        select ?, ?, count(*) from event where origin = ? and origin_position <= ?
                        """).params(origin.name(), position, origin.name(), position).update();
        marks.refresh();
    }

    /** As after the database was out of reach. */
    public void forgetMarks() {
        marks.forget();
    }

    /** The events of single subjects. */
    public Subjects subjects() {
        return parts.subjects(store, log, codec);
    }

    /** Events arrive, each in a transaction of its own. */
    public void receive(Writing... writings) {
        Replication.deliver(database, Writing.history(writings));
    }

    @Override
    public void close() {
        if (database instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
