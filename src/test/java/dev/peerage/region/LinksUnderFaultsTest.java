package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three applications and three PostgreSQL, written to all the time, and what happens to networks and machines. */
@Tag("faults")
class LinksUnderFaultsTest {

    private static final int SOME = 60;

    private static MeshInTest mesh;

    @BeforeAll
    static void start() {
        mesh = MeshInTest.of("eu", "us", "ap");
        CompletableFuture<?> eu =
                CompletableFuture.runAsync(() -> mesh.region("eu").startInAProcess());
        mesh.region("us").start();
        mesh.region("ap").start();
        eu.join();
        mesh.awaitStreaming();
    }

    @AfterAll
    static void close() throws IOException {
        mesh.close();
    }

    @AfterEach
    void heal() {
        mesh.wires().forEach(Wire::heal);
    }

    @Test
    void nothingIsLostWhenAllLinksAreCutAndHealed() throws IOException {
        try (Writers writers = Writers.to(mesh, 1)) {
            awaitWrites(writers);
            mesh.wires().forEach(Wire::cut);
            awaitState("us", "eu", "down");
            awaitWrites(writers);
            mesh.wires().forEach(Wire::heal);
            awaitWrites(writers);
            mustConverge(writers);
        }
    }

    @Test
    void aLinkThatFallsSilentIsNoticedWithinSecondsAndGoesOn() throws IOException {
        try (Writers writers = Writers.to(mesh, 2)) {
            awaitWrites(writers);
            mesh.wiresBetween("us", "ap").forEach(Wire::fallSilent);
            awaitState("ap", "us", "down");
            awaitState("us", "ap", "down");
            assertThat(mesh.region("eu").stateOf("us")).isEqualTo("streaming");
            mesh.wires().forEach(Wire::heal);
            mustConverge(writers);
        }
    }

    @Test
    void aSlowLinkFallsBehindAndCatchesUp() throws IOException {
        try (Writers writers = Writers.to(mesh, 3)) {
            mesh.wire("us", "ap").slow(Duration.ofMillis(300), 20_000);
            await().atMost(ofSeconds(30))
                    .until(() -> mesh.region("ap").link("us").get("lagEvents").longValue() > 0);
            awaitWrites(writers);
            assertThat(mesh.region("ap").stateOf("us")).isEqualTo("streaming");
            mesh.wire("us", "ap").heal();
            mustConverge(writers);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenAPostgresqlIsKilled() throws IOException {
        try (Writers writers = Writers.to(mesh, 4)) {
            awaitWrites(writers);
            mesh.region("ap").database().server().kill();
            awaitState("us", "ap", "down");
            awaitWrites(writers);
            mesh.region("ap").database().server().restart();
            awaitWrites(writers);
            mustConverge(writers);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenAnApplicationIsKilled() throws IOException {
        try (Writers writers = Writers.to(mesh, 5)) {
            awaitWrites(writers);
            mesh.region("eu").stop();
            awaitWrites(writers);
            mesh.region("eu").startInAProcess();
            awaitWrites(writers);
            mustConverge(writers);
        }
    }

    @Test
    void aPausedLinkBringsNothingUntilItIsResumedAlsoAfterARestart() throws IOException {
        RegionInTest ap = mesh.region("ap");
        try (Writers writers = Writers.to(mesh, 7)) {
            awaitWrites(writers);
            ap.write("POST", "/api/v1/admin/regions/us/pause", null);
            long atPause = events(ap, "us");
            awaitWrites(writers);
            assertThat(ap.stateOf("us")).isEqualTo("paused");
            assertThat(ap.stateOf("eu")).isEqualTo("streaming");
            ap.stop();
            ap.start();
            awaitWrites(writers);
            assertThat(ap.stateOf("us")).isEqualTo("paused");
            assertThat(ap.link("us").get("lagEvents").longValue()).isPositive();
            assertThat(events(ap, "us")).isEqualTo(atPause);

            ap.write("POST", "/api/v1/admin/regions/us/resume", null);
            mustConverge(writers);
        }
    }

    /** The slot at the peer is gone, so what is missing is copied; the copy is held up in the middle of its first block. */
    @Test
    void aCopyThatGoesOnEndsBeforeThePauseIsAnswered() throws Exception {
        RegionInTest ap = mesh.region("ap");
        RegionInTest us = mesh.region("us");
        ap.write("POST", "/api/v1/admin/regions/us/pause", null);
        us.sql()
                .sql("select pg_drop_replication_slot('peerage_us_to_ap')")
                .query((_, _) -> true)
                .single();
        us.write("PUT", "/api/v1/users/held-up", "{\"username\":\"held-up\"}");
        CompletableFuture<?> pausing;
        try (Connection blocking = ap.database().dataSource().getConnection()) {
            blocking.setAutoCommit(false);
            blocking.createStatement().execute("lock table event in share row exclusive mode");
            CompletableFuture<?> resuming = CompletableFuture.runAsync(() -> post(ap, "resume"));
            await().atMost(ofSeconds(20)).until(() -> isStoringHeldUp(ap));
            pausing = CompletableFuture.runAsync(() -> post(ap, "pause"));
            assertThatThrownBy(() -> pausing.get(700, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            blocking.commit();
            resuming.join();
        }
        pausing.join();
        long atPause = events(ap, "us");
        us.write("PUT", "/api/v1/users/after-the-pause", "{\"username\":\"after-the-pause\"}");
        assertThat(ap.stateOf("us")).isEqualTo("paused");
        assertThat(events(ap, "us")).isEqualTo(atPause);

        ap.write("POST", "/api/v1/admin/regions/us/resume", null);
        mesh.awaitConvergence();
    }

    /** As if the process had been killed in between. */
    @Test
    void aPauseThatWasOnlyNotedTakesEffect() throws IOException {
        RegionInTest ap = mesh.region("ap");
        ap.sql().sql("update peer set paused = true where region = 'us'").update();

        await().atMost(ofSeconds(20)).until(() -> !isEnabled(ap, "peerage_us_to_ap"));

        ap.write("POST", "/api/v1/admin/regions/us/resume", null);
        assertThat(isEnabled(ap, "peerage_us_to_ap")).isTrue();
    }

    private static boolean isEnabled(RegionInTest region, String subscription) {
        return region.sql()
                .sql("select subenabled from pg_subscription where subname = ?")
                .param(subscription)
                .query(Boolean.class)
                .single();
    }

    private static boolean isStoringHeldUp(RegionInTest region) {
        return region.sql().sql("""
                        select exists (select from pg_stat_activity
                                       where wait_event_type = 'Lock' and query like 'with brought%')""").query(Boolean.class).single();
    }

    private static void post(RegionInTest region, String what) {
        try {
            region.write("POST", "/api/v1/admin/regions/us/" + what, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long events(RegionInTest region, String origin) {
        return region.sql()
                .sql("select count(*) from event where origin = ?")
                .param(origin)
                .query(Long.class)
                .single();
    }

    private static void awaitWrites(Writers writers) {
        int before = writers.acknowledged();
        await("writes are acknowledged").atMost(ofSeconds(60)).until(() -> writers.acknowledged() > before + SOME);
    }

    private static void awaitState(String region, String peer, String state) {
        await("%s from %s is %s".formatted(region, peer, state))
                .atMost(ofSeconds(20))
                .until(() -> mesh.region(region).stateOf(peer).equals(state));
    }

    private static void mustConverge(Writers writers) throws IOException {
        Written written = writers.stop();
        mesh.wires().forEach(Wire::heal);
        mesh.awaitConvergence();
        written.mustBeIn(mesh);
    }
}
