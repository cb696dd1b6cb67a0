package dev.peerage.region;

import dev.peerage.consistency.Freshness;
import dev.peerage.kernel.Region;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import dev.peerage.web.ReadAs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/admin/regions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations")
class RegionsController {

    private final Mesh mesh;

    RegionsController(Mesh mesh) {
        this.mesh = mesh;
    }

    /**
     * This region and its peers.
     *
     * @param region this region's name
     */
    @Schema(name = "Regions", example = """
            {
              "region": "eu",
              "peers": [
                {"region": "us", "state": "streaming", "receivedEvents": 17000, "lagEvents": 3, "lagSeconds": 0.4}
              ]
            }""")
    record Regions(String region, List<LinkStatus> peers) {}

    @GetMapping
    @Operation(operationId = "listRegions", summary = "This region, and how events arrive from each of its peers")
    Regions list(Freshness freshness) {
        return new Regions(mesh.region().name(), mesh.status());
    }

    @PostMapping(
            path = "/{peer}/pause",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "pausePeer", summary = "Have no more events arrive from a peer, until it is resumed")
    void pause(@PathVariable String peer, Freshness freshness) {
        try {
            link(peer).pause();
        } catch (StillArriving notYet) {
            throw Problem.of(503, "still-arriving", "The pause is noted, and " + notYet.getMessage() + ".")
                    .with(HttpHeaders.RETRY_AFTER, "5");
        }
    }

    @PostMapping(
            path = "/{peer}/resume",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "resumePeer",
            summary = "Have events of a peer arrive again, all that were missed included")
    void resume(@PathVariable String peer, Freshness freshness) {
        link(peer).resume();
    }

    @PutMapping(
            path = "/{peer}",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "putPeer",
            summary = "Exchange events with a region, or have a known one reached elsewhere")
    void put(@PathVariable String peer, @ReadAs(AddedPeer.class) JsonBody body, Freshness freshness) {
        AddedPeer added = AddedPeer.of(body);
        mesh.put(peer(peer), added.address());
    }

    @DeleteMapping(
            path = "/{peer}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "retirePeer", summary = "Exchange no more events with a region for good; its events stay")
    void retire(@PathVariable String peer, Freshness freshness) {
        mesh.retire(link(peer));
    }

    private Link link(String peer) {
        return mesh.links().stream()
                .filter(link -> link.peer().name().equals(peer))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("No peer of %s is named so; there are %s."
                        .formatted(
                                mesh.region(),
                                mesh.links().stream().map(Link::peer).toList())));
    }

    private Region peer(String name) {
        if (name.equals(mesh.region().name())) {
            throw Problem.invalid("peer", "is this region itself");
        }
        try {
            return Region.of(name);
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid("peer", "must be a region's name, [a-z][a-z0-9-]{0,15}");
        }
    }
}
