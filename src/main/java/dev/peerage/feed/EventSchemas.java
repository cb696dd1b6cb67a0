package dev.peerage.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The JSON Schemas of what public events say, by the names of their types: {@code user.email-set.v1}. */
@Component
class EventSchemas {

    private final Map<String, String> schemas = new TreeMap<>();

    EventSchemas(PublicEventTypes types) {
        for (String type : types.all()) {
            String name = CloudEvents.versioned(type);
            schemas.put(name, read(new ClassPathResource("schemas/" + name + ".json", EventSchemas.class)));
        }
    }

    private static String read(ClassPathResource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The text of a schema; empty if there is no such type. */
    Optional<String> find(String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    SortedSet<String> names() {
        return new TreeSet<>(schemas.keySet());
    }
}
