package dev.peerage.feed;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.LogReads;
import dev.peerage.kernel.OriginPositions;
import dev.peerage.web.Limit;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "Feeds")
class EventsController {

    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String SCHEMA = "application/schema+json";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final List<MediaType> FORMS = List.of(
            MediaType.parseMediaType(BATCH),
            MediaType.APPLICATION_JSON,
            MediaType.parseMediaType(EventStream.MEDIA_TYPE));

    private final Feed feed;
    private final LiveFeed live;
    private final EventStream stream;
    private final EventSchemas schemas;
    private final LogReads logReads;

    EventsController(Feed feed, LiveFeed live, EventStream stream, EventSchemas schemas, LogReads logReads) {
        this.feed = feed;
        this.live = live;
        this.stream = stream;
        this.schemas = schemas;
        this.logReads = logReads;
    }

    @GetMapping(produces = {BATCH, MediaType.APPLICATION_JSON_VALUE, EventStream.MEDIA_TYPE})
    @Operation(
            operationId = "listEvents",
            summary = "What has happened, as CloudEvents 1.0: a batch, or a stream that goes on",
            description =
                    "In causal order within each subject, without a gap, at least once: `id` tells what came before. Go on by"
                            + " the link `next`, or by the `position` of any event, in any region; positions do not expire."
                            + " With `Accept: text/event-stream` events are sent as they happen, their positions as ids."
                            + " `Prefer: wait=<seconds>` has a batch wait for the next event, if there is none yet.")
    @ApiResponse(
            responseCode = "200",
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "`rel=\"next\"`: where to go on",
                            schema = @Schema(type = "string")),
            content = {
                @Content(mediaType = BATCH, array = @ArraySchema(schema = @Schema(implementation = CloudEvent.class))),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        array = @ArraySchema(schema = @Schema(implementation = CloudEvent.class))),
                @Content(
                        mediaType = EventStream.MEDIA_TYPE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject("""
                                id: QAECZXUDhLmO7w
                                event: dev.peerage.user.email-set.v1
                                data: {"specversion":"1.0","id":"user/homer@eu~3","source":"/regions/eu","type":"dev.peerage.user.email-set.v1"}
                                """))
            })
    @Nullable
    ResponseEntity<byte[]> events(
            @Parameter(description = "The position behind which to begin; the beginning if there is none")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "Of a stream that goes on after a break; goes before `after`")
                    @RequestHeader(name = LAST_EVENT_ID, required = false)
                    @Nullable
                    String lastEventId,
            Limit limit,
            Freshness freshness,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        MediaType form = form(request);
        boolean streams = form.toString().equals(EventStream.MEDIA_TYPE);
        OriginPositions place =
                streams && lastEventId != null ? place(LAST_EVENT_ID, lastEventId) : place("after", after);
        logReads.await(freshness);
        if (streams) {
            response.setContentType(EventStream.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            // nginx and its like would collect what is to be seen at once
            response.setHeader("X-Accel-Buffering", "no");
            if (!request.getMethod().equals("HEAD")) {
                stream.write(place, response);
            }
            return null;
        }
        List<FeedEvent> events = batch(place, limit.value(), freshness);
        OriginPositions next = events.isEmpty() ? place : events.getLast().position();
        return ResponseEntity.ok()
                .contentType(form)
                .header(Freshness.HEADER, logReads.reach().encode())
                .header(
                        HttpHeaders.LINK,
                        "</api/v1/events?after=%s&limit=%d>; rel=\"next\"".formatted(next.encode(), limit.value()))
                .body(array(events));
    }

    @GetMapping(
            path = "/schemas/{name}",
            produces = {SCHEMA, MediaType.APPLICATION_JSON_VALUE})
    @Operation(
            operationId = "getEventSchema",
            summary = "The JSON Schema of what events of a type say",
            description = "By the end of the event's `dataschema`, `user.email-set.v1`.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = SCHEMA,
                        schema =
                                @Schema(
                                        type = "object",
                                        example = "{\"$id\": \"urn:peerage:schema:user.email-set.v1\"}")),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema =
                                @Schema(
                                        type = "object",
                                        example = "{\"$id\": \"urn:peerage:schema:user.email-set.v1\"}"))
            })
    String schema(@PathVariable String name, Freshness freshness) {
        return schemas.find(name)
                .orElseThrow(() -> Problem.notFound("No event is of this type; there are " + schemas.names() + "."));
    }

    private List<FeedEvent> batch(OriginPositions after, int limit, Freshness freshness) throws InterruptedException {
        Feed.Page page = feed.read(
                        after, limit, freshness.positions(), freshness.until().remaining())
                .orElseThrow(() -> Problem.viewBehind(RETRY));
        if (page.events().isEmpty() && freshness.prefer().said().isPresent()) {
            try (LiveFeed.Subscription subscription = live.subscribe()) {
                return subscription.next(after, limit, freshness.until().remaining());
            }
        }
        return page.events();
    }

    private static byte[] array(List<FeedEvent> events) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (FeedEvent event : events) {
            if (array.size() > 1) {
                array.write(',');
            }
            array.writeBytes(event.json());
        }
        array.write(']');
        return array.toByteArray();
    }

    private OriginPositions place(String field, @Nullable String text) {
        if (text == null) {
            return OriginPositions.none();
        }
        OriginPositions place;
        try {
            place = OriginPositions.decode(text);
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid(field, "is not a position of this feed: " + malformed.getMessage());
        }
        if (feed.isAhead(place)) {
            throw Problem.invalid(field, "is ahead of what " + feed.region() + " has written");
        }
        return place;
    }

    /** What Spring has found acceptable, and of that what the client likes best; a batch if it does not care. */
    private static MediaType form(HttpServletRequest request) {
        List<MediaType> accepted =
                new ArrayList<>(MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT))));
        // quality goes before specificity
        MimeTypeUtils.sortBySpecificity(accepted);
        return accepted.stream()
                .flatMap(each -> FORMS.stream().filter(each::includes))
                .findFirst()
                .orElse(FORMS.getFirst());
    }
}
