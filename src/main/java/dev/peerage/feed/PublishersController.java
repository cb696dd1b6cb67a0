package dev.peerage.feed;

import dev.peerage.consistency.Freshness;
import dev.peerage.feed.PublisherStatus.State;
import dev.peerage.kernel.OriginPositions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/admin/publishers", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations")
class PublishersController {

    private final List<Publisher> publishers;
    private final Publications publications;
    private final Feed feed;

    PublishersController(ObjectProvider<Publisher> publishers, Publications publications, Feed feed) {
        this.publishers = publishers.orderedStream().toList();
        this.publications = publications;
        this.feed = feed;
    }

    @GetMapping
    @Operation(
            operationId = "listPublishers",
            summary = "How far events were brought elsewhere, such as to Kafka",
            description = "None, unless one is configured. The same on all nodes of a region.")
    List<PublisherStatus> list(Freshness freshness) {
        OriginPositions end = feed.end();
        return publishers.stream()
                .map(publisher -> status(publisher.name(), end))
                .toList();
    }

    private PublisherStatus status(String name, OriginPositions end) {
        OriginPositions place = publications.position(name);
        String error = publications.error(name).orElse(null);
        long lag = feed.count(place, end);
        State state = error != null ? State.FAILED : lag > 0 ? State.BEHIND : State.LIVE;
        return new PublisherStatus(name, state, place.encode(), lag, error);
    }
}
