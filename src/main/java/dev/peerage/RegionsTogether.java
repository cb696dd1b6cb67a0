package dev.peerage;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Several regions in one process, for trying out what they do together: the profile {@code regions}. Each is an
 * application of its own, with its own port, data directory and database; they share the admin key and PostgreSQL's
 * programs.
 *
 * @param regions the port of each region by its name
 * @param dataDirectory what all of them keep
 */
record RegionsTogether(SequencedMap<String, Integer> regions, Path dataDirectory) {

    private static final String SOURCE = "region";

    /** The regions that the configuration asks for; none unless it does, by the profile. */
    static RegionsTogether configured(String... arguments) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        Binder binder = Binder.get(environment);
        Map<String, Integer> regions = binder.bind("peerage.regions", Bindable.mapOf(String.class, Integer.class))
                .orElseGet(Map::of);
        Path directory = Path.of(binder.bind("peerage.data-dir", String.class).orElse("./data"));
        return new RegionsTogether(new LinkedHashMap<>(regions), directory);
    }

    boolean areAny() {
        return !regions.isEmpty();
    }

    /** Starts them, one after another: each waits for no other. */
    void start(String... arguments) {
        regions.forEach((region, port) -> {
            SpringApplication application = new SpringApplication(Peerage.class);
            application.addInitializers(context -> context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(SOURCE, properties(region, port))));
            application.run(arguments);
        });
    }

    /** What makes one of them this one; before anything else, as the rest is the same for all. */
    private Map<String, Object> properties(String region, int port) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("peerage.region", region);
        properties.put("server.port", port);
        properties.put("peerage.data-dir", directory(region).toString());
        properties.put(
                "peerage.admin-key-file", dataDirectory.resolve("admin.key").toString());
        properties.put(
                "peerage.postgres-binaries", dataDirectory.resolve("binaries").toString());
        for (String peer : regions.keySet()) {
            if (!peer.equals(region)) {
                properties.put("peerage.peers." + peer, "file:" + directory(peer));
            }
        }
        return properties;
    }

    private Path directory(String region) {
        return dataDirectory.resolve("regions").resolve(region);
    }
}
