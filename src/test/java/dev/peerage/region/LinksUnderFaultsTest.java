package dev.peerage.region;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three applications and three PostgreSQL, written to all the time, and what happens to networks and machines. */
class LinksUnderFaultsTest {

    private static final int SOME = 60;

    private static MeshInTest mesh;

    @BeforeAll
    static void start() {
        mesh = MeshInTest.of("eu", "us", "ap");
        mesh.region("us").start();
        mesh.region("ap").start();
        mesh.region("eu").startInAProcess();
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
            mesh.wire("us", "ap").slow(Duration.ofMillis(100), 20_000);
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
