package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.Region;
import dev.peerage.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Regions with a PostgreSQL server each, and a {@link Wire} for each link. */
final class MeshInTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, RegionInTest> regions = new LinkedHashMap<>();
    private final Map<LinkName, Wire> wires = new LinkedHashMap<>();

    private MeshInTest() {}

    /** Applications are not started. */
    static MeshInTest of(String... names) {
        MeshInTest mesh = new MeshInTest();
        for (String name : names) {
            mesh.regions.put(name, RegionInTest.on(TestDatabase.Server.start().create(), name));
        }
        for (RegionInTest to : mesh.regions()) {
            for (RegionInTest from : mesh.regions()) {
                if (to != from) {
                    Wire wire = Wire.to(from.database().server().port());
                    mesh.wires.put(link(from.name(), to.name()), wire);
                    to.withPeer(from.name(), from.address(wire.entrance()));
                }
            }
        }
        return mesh;
    }

    private static LinkName link(String from, String to) {
        return new LinkName(Region.of(from), Region.of(to));
    }

    Collection<RegionInTest> regions() {
        return regions.values();
    }

    RegionInTest region(String name) {
        return Objects.requireNonNull(regions.get(name));
    }

    /** By which events of a region arrive at another. */
    Wire wire(String from, String to) {
        return Objects.requireNonNull(wires.get(link(from, to)));
    }

    /** The wires of both directions. */
    List<Wire> wiresBetween(String one, String other) {
        return List.of(wire(one, other), wire(other, one));
    }

    Collection<Wire> wires() {
        return wires.values();
    }

    void awaitStreaming() {
        await("all links stream").atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (RegionInTest region : regions()) {
                for (JsonNode peer : region.get("/api/v1/admin/regions").get("peers")) {
                    if (!peer.get("state").stringValue().equals("streaming")) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    /** Waits until each region has every event that any has, and its view shows them. */
    void awaitConvergence() {
        await("equal fingerprints")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(IOException.class)
                .untilAsserted(() -> assertThat(fingerprints()).hasSize(1));
    }

    /** The different ones. */
    private List<JsonNode> fingerprints() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (RegionInTest region : regions()) {
            ObjectNode fingerprint = (ObjectNode) region.fingerprint();
            fingerprint.remove("region");
            all.add(fingerprint);
        }
        return all.stream().distinct().toList();
    }

    @Override
    public void close() throws IOException {
        for (RegionInTest region : regions()) {
            region.close();
        }
        for (Wire wire : wires()) {
            wire.close();
        }
        CompletableFuture.allOf(regions().stream()
                        .map(region ->
                                CompletableFuture.runAsync(region.database().server()::close))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
