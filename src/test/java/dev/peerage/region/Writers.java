package dev.peerage.region;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that write to every region all the time, one for each, and note in {@link Written} what they were told is kept:
 * new users, changes of users of their own and of users that all write, and members that come and go.
 */
final class Writers implements AutoCloseable {

    private static final int SHARED_USERS = 5;
    private static final String GROUP = "/api/v1/groups/all";
    private static final int PAUSE_MILLIS = 100;

    private static final AtomicLong SERIAL = new AtomicLong();

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final Written written = new Written();
    private final SplittableRandom seeds;

    private Writers(long seed) {
        this.seeds = new SplittableRandom(seed);
    }

    /** Makes what all write, and has them start. */
    static Writers to(MeshInTest mesh, long seed) throws IOException {
        Collection<RegionInTest> regions = mesh.regions();
        RegionInTest first = regions.iterator().next();
        first.write("PUT", GROUP, "{\"name\":\"all\"}");
        for (int i = 0; i < SHARED_USERS; i++) {
            first.write("PUT", "/api/v1/users/shared-" + i, "{\"username\":\"shared-%d\"}".formatted(i));
        }
        mesh.awaitConvergence();
        Writers writers = new Writers(seed);
        for (RegionInTest region : regions) {
            Writer writer = writers.new Writer(region, writers.seeds.split());
            var _ = writers.threads.scheduleWithFixedDelay(writer::write, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return writers;
    }

    /** How many writes were acknowledged until now. */
    int acknowledged() {
        return written.acknowledged().size();
    }

    /** Has them end, and tells what they were told. */
    Written stop() {
        close();
        return written;
    }

    @Override
    public void close() {
        threads.close();
    }

    /** One client, who does one thing after the other. */
    private final class Writer {

        private final RegionInTest region;
        private final SplittableRandom random;
        private final List<String> own = new ArrayList<>();
        private final List<String> members = new ArrayList<>();

        Writer(RegionInTest region, SplittableRandom random) {
            this.region = region;
            this.random = random;
        }

        void write() {
            int kind = random.nextInt(10);
            String serial = region.name() + "-" + SERIAL.incrementAndGet();
            if (kind < 4 || own.isEmpty()) {
                create(serial);
            } else if (kind < 6) {
                rename(own.get(random.nextInt(own.size())), serial);
            } else if (kind < 8) {
                rename("shared-" + random.nextInt(SHARED_USERS), serial);
            } else if (kind < 9 || members.isEmpty()) {
                join(own.get(random.nextInt(own.size())));
            } else {
                leave(members.remove(random.nextInt(members.size())));
            }
        }

        private void create(String id) {
            String body = "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\"}".formatted(id);
            if (send("PUT", "/api/v1/users/" + id, body, 2, new Written.Field("/api/v1/users/" + id, "username"), id)) {
                own.add(id);
            }
        }

        private void rename(String id, String name) {
            String path = "/api/v1/users/" + id;
            send("PATCH", path, "{\"name\":\"%s\"}".formatted(name), 1, new Written.Field(path, "name"), name);
        }

        private void join(String id) {
            own.remove(id);
            String path = GROUP + "/members/" + id;
            if (send("PUT", path, null, 1, new Written.Field(path, "userId"), id)) {
                members.add(id);
            }
        }

        private void leave(String id) {
            String path = GROUP + "/members/" + id;
            send("DELETE", path, null, 1, new Written.Field(path, "userId"), Written.NOTHING);
        }

        private boolean send(
                String method,
                String path,
                @org.jspecify.annotations.Nullable String body,
                int events,
                Written.Field field,
                String value) {
            String requestId = "load-" + SERIAL.incrementAndGet();
            boolean acknowledged = false;
            try {
                HttpResponse<String> answer = region.send(method, path, body, "X-Request-Id", requestId);
                acknowledged = answer.statusCode() < 300;
                if (!acknowledged && answer.statusCode() < 500) {
                    throw new AssertionError("%s %s: %s".formatted(method, path, answer.body()));
                }
            } catch (IOException | IllegalStateException _) {
                // Whether it was done is not known.
            }
            if (acknowledged) {
                written.acknowledged(requestId, events);
            }
            written.set(region.name(), field, value, acknowledged);
            return acknowledged;
        }
    }
}
