package dev.peerage.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long it takes from the acknowledged write in one region to its sight by GET in another, with three regions that are
 * all written to. Beside it, for the same writes, how long until the row is visible in the other region's database: what
 * is left for the view and its answer is the difference.
 */
final class ReplicationBench {

    private static final Logger log = LoggerFactory.getLogger(ReplicationBench.class);

    private static final List<String> REGIONS = List.of("eu", "us", "ap");
    /** Writes a second to each region; the last is what the aim is about. */
    private static final List<Integer> PACES = List.of(50, 100, 200);

    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration ROUND = Duration.ofSeconds(20);

    /** Requests that a region is sent at the same time; while it has so many, the others wait, and the pace is not kept. */
    private static final int MOST_UNDER_WAY = 16;

    /** One of so many writes is looked for: those who look share the cores with all else. */
    private static final int SAMPLED = 100;

    private static final long PAUSE_NANOS = 5_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scale scale;
    private final Path directory;
    private int round;

    ReplicationBench(Scale scale, Path directory) {
        this.scale = scale;
        this.directory = directory;
    }

    /** Milliseconds, one for each sampled write. */
    private record Delays(List<Double> seen, List<Double> replicated) {

        Delays() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        synchronized void add(double toSight, double toRow) {
            seen.add(toSight);
            replicated.add(toRow);
        }
    }

    Section run() throws Exception {
        Map<String, Application> regions = start();
        Map<String, HikariDataSource> databases = new LinkedHashMap<>();
        try {
            regions.forEach((name, region) -> databases.put(name, pool(region)));
            awaitStreaming(regions);
            for (int pace : PACES) {
                write(regions, databases, pace, scale.times(WARM_UP), new Delays());
            }
            Map<Integer, Delays> delays = new TreeMap<>();
            Map<Integer, List<Figure.Round>> rates = new TreeMap<>();
            for (int i = 0; i < scale.rounds(); i++) {
                for (int pace : PACES) {
                    Delays ofPace = delays.computeIfAbsent(pace, _ -> new Delays());
                    double rate = write(regions, databases, pace, scale.times(ROUND), ofPace);
                    Figure.Round round = new Figure.Round(rate, pace * REGIONS.size());
                    rates.computeIfAbsent(pace, _ -> new ArrayList<>()).add(round);
                    log.info("replication at {} writes a second to each region: {}", pace, round);
                }
            }
            return section(rates, delays);
        } finally {
            databases.values().forEach(HikariDataSource::close);
            for (Application region : regions.values()) {
                region.close();
            }
        }
    }

    private Map<String, Application> start() throws IOException {
        Map<String, Path> data = new LinkedHashMap<>();
        for (String region : REGIONS) {
            data.put(region, Files.createTempDirectory(directory, region + "-").toAbsolutePath());
        }
        Map<String, Application> regions = new LinkedHashMap<>();
        for (String region : REGIONS) {
            Map<String, String> properties = new TreeMap<>(Map.of("peerage.region", region));
            data.forEach((peer, path) -> {
                if (!peer.equals(region)) {
                    properties.put("peerage.peers." + peer, "file:" + path);
                }
            });
            regions.put(region, Application.start(Objects.requireNonNull(data.get(region)), properties));
        }
        return regions;
    }

    private static HikariDataSource pool(Application region) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(region.plainDatabase());
        config.setMaximumPoolSize(8);
        return new HikariDataSource(config);
    }

    private static void awaitStreaming(Map<String, Application> regions) throws Exception {
        for (Application region : regions.values()) {
            Callable<Boolean> streams = () -> {
                String peers = new String(region.get("/api/v1/admin/regions").body());
                return peers.split("\"streaming\"", -1).length == REGIONS.size();
            };
            millisUntil(streams, System.nanoTime());
        }
    }

    /** Writes to each region at its pace; returns how many writes a second were acknowledged in all. */
    private double write(
            Map<String, Application> regions,
            Map<String, HikariDataSource> databases,
            int aSecond,
            Duration time,
            Delays delays)
            throws Exception {
        round++;
        int writes = (int) (aSecond * time.toMillis() / 1_000);
        Map<String, Semaphore> underWay = new TreeMap<>();
        REGIONS.forEach(region -> underWay.put(region, new Semaphore(MOST_UNDER_WAY)));
        List<Future<?>> all = new ArrayList<>();
        long begin = System.nanoTime();
        try (ScheduledExecutorService pace = Executors.newScheduledThreadPool(1);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writes; i++) {
                for (int r = 0; r < REGIONS.size(); r++) {
                    String from = REGIONS.get(r);
                    String id = "%s-%d-%d".formatted(from, round, i);
                    boolean sampled = (i + r * SAMPLED / REGIONS.size()) % SAMPLED == 0;
                    long after = (i * REGIONS.size() + r) * 1_000_000_000L / ((long) aSecond * REGIONS.size());
                    all.add(pace.schedule(
                            () -> clients.submit(() -> {
                                Semaphore permits = Objects.requireNonNull(underWay.get(from));
                                permits.acquire();
                                try {
                                    Objects.requireNonNull(regions.get(from))
                                            .put("/api/v1/users/" + id, "{\"username\":\"%s\"}".formatted(id));
                                } finally {
                                    permits.release();
                                }
                                if (sampled) {
                                    lookFor(id, from, regions, databases, delays, clients);
                                }
                                return null;
                            }),
                            begin + after - System.nanoTime(),
                            TimeUnit.NANOSECONDS));
                }
            }
            for (Future<?> each : all) {
                ((Future<?>) each.get()).get();
            }
            return writes * REGIONS.size() / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void lookFor(
            String id,
            String from,
            Map<String, Application> regions,
            Map<String, HikariDataSource> databases,
            Delays delays,
            ExecutorService clients)
            throws Exception {
        long acknowledged = System.nanoTime();
        record Looking(Future<Double> sight, Future<Double> row) {}
        List<Looking> looking = new ArrayList<>();
        for (String to : REGIONS) {
            if (!to.equals(from)) {
                Application region = Objects.requireNonNull(regions.get(to));
                JdbcClient database = JdbcClient.create(Objects.requireNonNull(databases.get(to)));
                looking.add(new Looking(
                        clients.submit(
                                () -> millisUntil(() -> region.status("/api/v1/users/" + id) == 200, acknowledged)),
                        clients.submit(() -> millisUntil(() -> isThere(database, id), acknowledged))));
            }
        }
        for (Looking each : looking) {
            delays.add(each.sight().get(), each.row().get());
        }
    }

    private static boolean isThere(JdbcClient database, String id) throws SQLException {
        return database.sql("select exists (select from event where subject = ?)")
                .param("user/" + id)
                .query(Boolean.class)
                .single();
    }

    private static double millisUntil(Callable<Boolean> condition, long begin) throws Exception {
        while (!condition.call()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("what was written in one region is not seen in another");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static Section section(Map<Integer, List<Figure.Round>> rates, Map<Integer, Delays> delays) {
        List<String> table = new ArrayList<>();
        table.add(
                "| writes a second to each region | looked for | p50 ms | p99 ms | replication alone, p50 ms | p99 ms |");
        table.add("| ---: | ---: | ---: | ---: | ---: | ---: |");
        delays.forEach((pace, of) -> table.add(String.format(
                Locale.ROOT,
                "| %d | %,d | %.1f | %.1f | %.1f | %.1f |",
                pace,
                of.seen().size(),
                quantile(of.seen(), 0.5),
                quantile(of.seen(), 0.99),
                quantile(of.replicated(), 0.5),
                quantile(of.replicated(), 0.99))));
        List<Figure> figures = new ArrayList<>();
        rates.forEach((pace, rounds) -> figures.add(new Figure(
                "acknowledged by three regions at %d a second to each".formatted(pace), "writes", Aim.NONE, rounds)));
        return new Section(
                "replication",
                "Writes seen in other regions",
                "The pace, in one process with the three regions and their databases beside it.",
                figures,
                List.of(
                        "From the acknowledged write in one region to its sight by `GET` in another, and to its row's in the other's"
                                + " database by SQL; both looked for every %d ms, for one write in %d. Aim, at 200: p50 50 ms, p99 250 ms."
                                        .formatted(PAUSE_NANOS / 1_000_000, SAMPLED),
                        String.join("\n", table)));
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(sorted.size() * share)));
    }
}
