package dev.peerage.views;

import static dev.peerage.eventstore.Writing.in;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.peerage.eventstore.EventTypes;
import dev.peerage.eventstore.TestRegion;
import dev.peerage.eventstore.Writing;
import dev.peerage.views.ThingEvent.ThingSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.springframework.util.unit.DataSize;

/** A log of things, and the view of them, which follows it from {@link #start} on. */
final class Shelf implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);

    private final TestRegion region = TestRegion.create(EventTypes.permittedBy(ThingEvent.class));
    private final ViewTables tables = new ViewTables((HikariDataSource) region.database(), 8);
    private final Map<String, Long> written = new ConcurrentHashMap<>();

    final ThingView things = new ThingView(tables);
    final Views views;
    final Rebuilds rebuilds;
    final Verifications verifications;
    final ViewProcessors processors;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Shelf() {
        ViewConfiguration parts = new ViewConfiguration();
        StoppedSubjects stopped = parts.stoppedSubjects(tables);
        TokenStore tokens = parts.viewTokens(tables, "of the test");
        processors = parts.viewProcessors(
                List.of(things),
                List.of(),
                region.stream(),
                tokens,
                tables,
                stopped,
                new ViewProperties(DataSize.ofMegabytes(1)),
                meters);
        views = parts.views(processors, stopped, region.subjects(), region.end(), region.marks());
        rebuilds = parts.rebuilds(views, processors, tokens, tables, stopped, region.subjects(), region.end());
        // steps are the test's to make
        verifications = parts.verifications(
                processors,
                views,
                rebuilds,
                region.subjects(),
                new VerifyProperties(Duration.ofMillis(10), 20),
                meters);
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
        views.start();
        rebuilds.start();
        return this;
    }

    void awaitCaughtUp() {
        long head = region.end().position();
        await().atMost(LONG).until(() -> views.position("shelf") >= head);
    }

    ViewStatus status() {
        return rebuilds.status().getFirst();
    }

    @Override
    public void close() {
        rebuilds.stop();
        views.stop();
        tables.close();
        region.close();
    }
}
