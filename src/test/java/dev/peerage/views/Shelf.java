package dev.peerage.views;

import static dev.peerage.eventstore.Writing.in;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.eventstore.EventTypes;
import dev.peerage.eventstore.TestRegion;
import dev.peerage.eventstore.Writing;
import dev.peerage.nodes.NodeInTest;
import dev.peerage.nodes.Nodes;
import dev.peerage.testing.OneNode;
import dev.peerage.views.ThingEvent.ThingSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.springframework.util.unit.DataSize;

/** A log of things, and the view of them, which follows it from {@link #start} on. */
final class Shelf implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);

    private final TestRegion region;
    private final ViewTables tables;
    private final AutoCloseable node;
    private final boolean isFirst;
    private final Map<String, Long> written = new ConcurrentHashMap<>();

    final ThingView things;
    final Views views;
    final Rebuilds rebuilds;
    final RowRepair repair;
    final Verifications verifications;
    final ViewProcessors processors;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final Forms forms;
    private final Lookout lookout;

    Shelf() {
        this(TestRegion.create(EventTypes.permittedBy(ThingEvent.class)), OneNode.INSTANCE, () -> {}, true, 1);
    }

    /** Another node, beside another shelf that is one too. */
    Shelf(Shelf first) {
        this(first.region.anotherNode(), NodeInTest.on(first.region.database()), false, 1);
    }

    /** The same, of a release that reads all events, and stores things in a form of its own. */
    static Shelf ofNewRelease(Shelf first, int form) {
        TestRegion region = first.region.anotherNode(EventTypes.permittedBy(ThingEvent.class));
        return new Shelf(region, NodeInTest.on(region.database()), false, form);
    }

    /** The first of several nodes, of a release that reads one of the events. */
    static Shelf ofSeveral() {
        TestRegion region = TestRegion.create(new EventTypes(List.of(ThingSet.class)));
        return new Shelf(region, NodeInTest.on(region.database()), true, 1);
    }

    private Shelf(TestRegion region, NodeInTest node, boolean isFirst, int form) {
        this(region, node.nodes(), node, isFirst, form);
    }

    private Shelf(TestRegion region, Nodes nodes, AutoCloseable node, boolean isFirst, int form) {
        this.isFirst = isFirst;
        this.region = region;
        this.node = node;
        this.tables = new ViewTables((HikariDataSource) region.database(), 8);
        this.things = new ThingView(tables, form);
        ViewConfiguration parts = new ViewConfiguration();
        StoppedSubjects stopped = parts.stoppedSubjects(tables);
        forms = parts.forms(List.of(things), tables);
        TokenStore tokens = parts.viewTokens(tables, nodes, forms);
        ViewPositions positions = parts.viewPositions(region.database(), tables, nodes);
        Standstill standstill = parts.standstill(tables, positions, nodes);
        processors = parts.viewProcessors(
                List.of(things),
                List.of(),
                region.stream(),
                tokens,
                tables,
                stopped,
                new ViewProperties(DataSize.ofMegabytes(1)),
                meters,
                positions,
                standstill,
                forms,
                nodes);
        views = parts.views(processors, stopped, region.end(), region.marks());
        repair = parts.rowRepair(processors, stopped, region.subjects());
        rebuilds = parts.rebuilds(
                views,
                processors,
                positions,
                standstill,
                tables,
                stopped,
                region.subjects(),
                region.end(),
                forms,
                nodes);
        // steps are the test's to make
        verifications = parts.verifications(
                processors,
                repair,
                rebuilds,
                forms,
                region.subjects(),
                new VerifyProperties(Duration.ofMillis(10), 20),
                meters);
        lookout = parts.lookout(processors, positions);
        parts.dealing(processors, positions, standstill, forms, nodes);
    }

    TestRegion region() {
        return region;
    }

    ViewTables tables() {
        return tables;
    }

    /** Sets a thing to one value after the other, an event each. */
    void set(String thing, String... values) {
        Writing writing = in("us").after(written.getOrDefault(thing, 0L));
        for (String value : values) {
            writing = writing.event(new ThingSet(thing, value));
        }
        region.receive(writing);
        written.merge(thing, (long) values.length, Long::sum);
    }

    Shelf start() {
        lookout.start();
        views.start();
        rebuilds.start();
        return this;
    }

    void awaitCaughtUp() {
        long head = region.end().position();
        await().atMost(LONG).until(() -> views.position("shelf") >= head);
    }

    /** Of what has happened so far. */
    ViewReadiness readiness() {
        return new ViewReadiness(views, forms, region.end());
    }

    ViewStatus status() {
        return rebuilds.status().getFirst();
    }

    /** While somebody reads the view at length, nothing can take its place. */
    void whileItIsRead(Runnable work) {
        try (Connection reader = region.database().getConnection();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("select * from thing");
            try {
                work.run();
            } finally {
                reader.rollback();
                reader.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        rebuilds.stop();
        views.stop();
        lookout.stop();
        try {
            node.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        tables.close();
        if (isFirst) {
            region.close();
        }
    }
}
