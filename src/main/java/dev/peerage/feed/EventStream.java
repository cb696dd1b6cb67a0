package dev.peerage.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peerage.kernel.OriginPositions;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Writes the feed to one client after the other's request, as server-sent events (WHATWG HTML, section 9.2), in the request's
 * own virtual thread. A client that does not read blocks its thread, which holds a page of events and no connection to the
 * database; the server gives it up after its write timeout, and it goes on later by its last event's id.
 */
@Component
class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    static final String MEDIA_TYPE = "text/event-stream";

    private static final int AT_ONCE = 100;
    private static final byte[] BEGIN = "retry: 1000\n\n".getBytes(US_ASCII);
    private static final byte[] COMMENT = ":\n\n".getBytes(US_ASCII);

    private final LiveFeed live;
    private final Duration heartbeat;

    EventStream(LiveFeed live, @Value("${peerage.events.heartbeat:15s}") Duration heartbeat) {
        this.live = live;
        this.heartbeat = heartbeat;
    }

    /** Until the client goes, or the service ends. */
    void write(OriginPositions after, HttpServletResponse response) {
        try (LiveFeed.Subscription subscription = live.subscribe()) {
            ServletOutputStream out = response.getOutputStream();
            out.write(BEGIN);
            out.flush();
            OriginPositions place = after;
            while (live.isRunning()) {
                List<FeedEvent> events = subscription.next(place, AT_ONCE, heartbeat);
                out.write(events.isEmpty() ? COMMENT : lines(events));
                out.flush();
                place = events.isEmpty() ? place : events.getLast().position();
            }
        } catch (IOException gone) {
            LOG.debug("A client of the feed went away: {}", gone.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] lines(List<FeedEvent> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (FeedEvent event : events) {
            lines.writeBytes(
                    ("id: " + event.position().encode() + "\nevent: " + event.type() + "\ndata: ").getBytes(US_ASCII));
            lines.writeBytes(event.json());
            lines.writeBytes("\n\n".getBytes(US_ASCII));
        }
        return lines.toByteArray();
    }
}
