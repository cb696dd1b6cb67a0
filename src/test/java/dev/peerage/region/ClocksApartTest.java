package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A region whose clock is an hour ahead, one whose clock is right, and what they think of each other. */
class ClocksApartTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    private static TestDatabase.Server server;
    private static RegionInTest right;
    private static RegionInTest early;

    @BeforeAll
    static void start() {
        server = TestDatabase.Server.start();
        TestDatabase ofRight = server.createMigrated();
        TestDatabase ofEarly = server.createMigrated();
        right = RegionInTest.on(ofRight, "right")
                .with((InstantSource) () -> Instant.now().plus(AHEAD.get()))
                .withPeer("early", RegionInTest.address(ofEarly, server.port()))
                .start();
        early = RegionInTest.on(ofEarly, "early")
                .with((InstantSource) () -> Instant.now().plus(HOUR))
                .withPeer("right", right.address())
                .start();
        await().atMost(ofSeconds(60))
                .until(() -> right.stateOf("early").equals("streaming")
                        && early.stateOf("right").equals("streaming"));
    }

    @AfterAll
    static void close() {
        right.close();
        early.close();
        server.close();
    }

    @Test
    void oneThatIsFarAheadIsHeardIsNotFollowedAndIsWrittenOver() throws IOException {
        early.write("PUT", "/api/v1/users/homer", "{\"username\":\"homer\",\"name\":\"from the future\"}");
        awaitName(right, "homer", "from the future");
        assertThat(millisOfLast("user/homer")).isCloseTo(now().plus(HOUR).toEpochMilli(), within(60_000L));

        right.write("PUT", "/api/v1/users/marge", "{\"username\":\"marge\"}");
        assertThat(millisOfLast("user/marge")).isCloseTo(now().toEpochMilli(), within(60_000L));

        right.write("PATCH", "/api/v1/users/homer", "{\"name\":\"of today\"}");
        awaitName(right, "homer", "of today");
        awaitName(early, "homer", "of today");
        assertThat(early.get("/api/v1/users/homer").has("conflicts")).isFalse();
        assertThat(millisOfLast("user/homer")).isCloseTo(now().toEpochMilli(), within(60_000L));
    }

    @Test
    void oneThatStepsBackNeverStampsBelowItselfAlsoAfterARestart() throws IOException {
        try {
            right.write("PUT", "/api/v1/users/lisa", "{\"username\":\"lisa\"}");
            long before = timeOfLast("user/lisa");
            AHEAD.set(HOUR.negated());

            right.write("PATCH", "/api/v1/users/lisa", "{\"name\":\"after it stepped back\"}");
            long after = timeOfLast("user/lisa");
            assertThat(after).isGreaterThan(before);

            right.stop();
            right.start();
            right.write("PATCH", "/api/v1/users/lisa", "{\"name\":\"after a restart\"}");
            assertThat(timeOfLast("user/lisa")).isGreaterThan(after);
            awaitName(early, "lisa", "after a restart");
        } finally {
            AHEAD.set(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "peerage.link.up, 1, 0",
        "peerage.link.lag, 0, 5",
        "peerage.link.delay, 0, 20",
        "peerage.link.received, 5, 5",
        "peerage.link.clock.offset, 3600, 10"
    })
    void linksAreMeasuredByPeer(String metric, double value, double give) throws IOException {
        await().atMost(ofSeconds(20))
                .untilAsserted(() -> assertThat(right.get("/actuator/metrics/%s?tag=peer:early".formatted(metric))
                                .at("/measurements/0/value")
                                .doubleValue())
                        .isCloseTo(value, within(give)));
    }

    private static Instant now() {
        return Instant.now();
    }

    private static void awaitName(RegionInTest region, String user, String name) {
        await("%s shows %s".formatted(region.name(), name))
                .atMost(ofSeconds(30))
                .ignoreExceptions()
                .until(() -> region.get("/api/v1/users/" + user)
                        .path("name")
                        .stringValue("")
                        .equals(name));
    }

    /** The physical part of the time by which the latest event that is in the right one was stamped. */
    private static long millisOfLast(String subject) {
        return timeOfLast(subject) >> 16;
    }

    private static long timeOfLast(String subject) {
        return right.sql()
                .sql("select hlc from event where subject = ? order by position desc limit 1")
                .param(subject)
                .query(Long.class)
                .single();
    }
}
