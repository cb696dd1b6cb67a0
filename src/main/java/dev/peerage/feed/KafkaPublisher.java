package dev.peerage.feed;

import dev.peerage.eventstore.Background;
import dev.peerage.kernel.OriginPositions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Brings the whole feed to Kafka: at least once, of each subject in its order. Of a region's nodes one does it, the one
 * whose connection to the database holds a lock; through that connection it writes down how far it has come, once that was
 * acknowledged. A broker that is out of reach is tried again and again, and nothing waits for it.
 */
final class KafkaPublisher extends Background implements Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

    private static final String NAME = "kafka";
    private static final String LOCK = "hashtext('peerage publisher " + NAME + "')";
    private static final int AT_ONCE = 500;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Feed feed;
    private final KafkaTopic topic;
    private final Publications publications;
    private final DataSource database;
    private boolean failing;
    private Duration pause = SHORTEST_PAUSE;

    KafkaPublisher(Feed feed, KafkaTopic topic, Publications publications, DataSource database) {
        super("kafka publisher");
        this.feed = feed;
        this.topic = topic;
        this.publications = publications;
        this.database = database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    protected void run() throws InterruptedException {
        while (isRunning()) {
            try (Connection connection = database.getConnection()) {
                publishIfNobodyElseDoes(connection);
            } catch (SQLException | DataAccessException lost) {
                LOG.debug("No database to publish from", lost);
            } catch (RuntimeException failed) {
                tell(failed);
            }
            if (isRunning()) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    private void publishIfNobodyElseDoes(Connection connection) throws SQLException, InterruptedException {
        if (!isTrue(connection, "select pg_try_advisory_lock(" + LOCK + ")")) {
            return;
        }
        try {
            publish(connection);
        } finally {
            // the connection goes back to the pool
            isTrue(connection, "select pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private void publish(Connection connection) throws SQLException, InterruptedException {
        OriginPositions place = publications.position(NAME);
        try (KafkaTopic.Connection kafka = topic.connect()) {
            recovered(connection, place);
            while (isRunning()) {
                OriginPositions end = feed.end();
                Feed.Page page = feed.read(place, end, AT_ONCE);
                if (page.events().isEmpty()) {
                    feed.await(() -> !isRunning() || !feed.end().equals(end), SHORTEST_PAUSE);
                } else {
                    // the lock is held as long as its connection is: another node may have taken over
                    isTrue(connection, "select true");
                    kafka.send(page.events());
                    place = page.reached();
                    recovered(connection, place);
                }
            }
        }
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private void recovered(Connection connection, OriginPositions place) {
        publications.isAt(connection, NAME, place);
        pause = SHORTEST_PAUSE;
        if (failing) {
            failing = false;
            LOG.info("Kafka takes events again");
        }
    }

    private void tell(RuntimeException failed) {
        if (!isRunning()) {
            return;
        }
        String why =
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(failed).getMessage());
        if (!failing) {
            failing = true;
            LOG.warn("Kafka does not take events, and is tried again until it does: {}", why);
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        try {
            publications.failed(NAME, why);
        } catch (DataAccessException lost) {
            LOG.debug("The failure of Kafka is not noted", lost);
        }
    }
}
