package dev.peerage.web;

import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells, once the service is ready, where to open it and what else one needs to begin. */
@Component
class ReadyLine {

    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    private final String region;
    private final ObjectProvider<ReadyNote> notes;

    ReadyLine(@Value("${peerage.region:local}") String region, ObjectProvider<ReadyNote> notes) {
        this.region = region;
        this.notes = notes;
    }

    @EventListener
    void tell(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext context
                && context.getWebServer() != null) {
            String said = notes.orderedStream().map(ReadyNote::text).collect(Collectors.joining("; "));
            log.info(
                    "Peerage region {} is ready: http://localhost:{}/swagger-ui.html{}",
                    region,
                    context.getWebServer().getPort(),
                    said.isEmpty() ? "" : " (" + said + ")");
        }
    }
}
