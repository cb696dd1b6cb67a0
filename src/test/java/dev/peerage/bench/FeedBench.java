package dev.peerage.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long writes take while clients follow the feed and never read, or do read, beside writes that nobody follows. */
final class FeedBench {

    private static final Logger log = LoggerFactory.getLogger(FeedBench.class);

    private static final int CLIENTS = 50;
    private static final int A_SECOND = 50;
    private static final Duration ROUND = Duration.ofSeconds(20);
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    /** Enough that none of them has a long history. */
    private static final int USERS = 1_000;

    private final Scale scale;
    private final Application application;
    private final LimitLog limitLog;

    /** Times in milliseconds. */
    private record Latency(double perSecond, double p50, double p99) {}

    FeedBench(Scale scale, Application application, LimitLog limitLog) {
        this.scale = scale;
        this.application = application;
        this.limitLog = limitLog;
    }

    Section run() throws Exception {
        long before = limitLog.head();
        for (int i = 0; i < USERS; i++) {
            application.put(user(i), "{\"username\": \"followed%d\"}".formatted(i));
        }
        write(scale.times(WARM_UP));
        List<Latency> alone = new ArrayList<>();
        List<Latency> silent = new ArrayList<>();
        List<Latency> followed = new ArrayList<>();
        List<Figure.Round> rounds = new ArrayList<>();
        for (int i = 0; i < scale.rounds(); i++) {
            silent.add(write(false));
            alone.add(write(scale.times(ROUND)));
            followed.add(write(true));
            rounds.add(new Figure.Round(
                    silent.getLast().perSecond(), alone.getLast().perSecond()));
            log.info(
                    "written with clients who never read {}, without {}, with clients who read {}",
                    silent.getLast(),
                    alone.getLast(),
                    followed.getLast());
        }
        copy(limitLog.appendedAfter(before));
        return new Section(
                "feed",
                "Writes that are followed",
                "The same writes while nobody follows them.",
                List.of(new Figure("one field set over HTTP", "writes", Aim.NONE, rounds)),
                List.of(
                        "%d clients follow the feed by server-sent events and never read, or do read and share the cores. %d writes a second, one after the other; aim: 5 %% more latency at most by those who do not read."
                                .formatted(CLIENTS, A_SECOND),
                        "| | p50 ms | p99 ms |\n| --- | ---: | ---: |\n"
                                + row("alone", alone)
                                + "\n"
                                + row("beside clients who never read", silent)
                                + "\n"
                                + row("beside clients who read", followed)));
    }

    /** The limit's log is compared with the log in the end. */
    private void copy(List<EventRow> rows) throws Exception {
        Crew.seconds(1, Math.ceilDiv(rows.size(), 500), () -> limitLog.inBatches(rows, 500));
    }

    private static String row(String name, List<Latency> latencies) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f |",
                name,
                median(latencies, Latency::p50),
                median(latencies, Latency::p99));
    }

    private static double median(List<Latency> latencies, ToDoubleFunction<Latency> time) {
        return Spread.of(latencies.stream().map(time::applyAsDouble).toList()).median();
    }

    private Latency write(boolean read) throws Exception {
        try (Followers _ = new Followers(read)) {
            // until those who never read are given no more
            LockSupport.parkNanos(SETTLING.toNanos());
            return write(scale.times(ROUND));
        }
    }

    private Latency write(Duration time) throws IOException {
        int writes = (int) Math.max(10, A_SECOND * time.toMillis() / 1_000);
        long[] nanos = new long[writes];
        long begin = System.nanoTime();
        try (KeptConnection connection = new KeptConnection(application.port())) {
            for (int i = 0; i < writes; i++) {
                LockSupport.parkNanos(begin + i * 1_000_000_000L / A_SECOND - System.nanoTime());
                byte[] request = request(i);
                long sent = System.nanoTime();
                connection.exchange(request);
                nanos[i] = System.nanoTime() - sent;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(nanos);
        return new Latency(writes / seconds, nanos[writes / 2] / 1e6, nanos[writes * 99 / 100] / 1e6);
    }

    private static String user(int number) {
        return "/api/v1/users/followed-" + number % USERS;
    }

    private static byte[] request(int number) {
        String body = "{\"username\": \"followed%d\", \"name\": \"%d %d\"}"
                .formatted(number % USERS, number, System.nanoTime());
        return "PUT %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(user(number), Application.authorization(), body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Who read begin at the end; who do not, with the first event. */
    private final class Followers implements AutoCloseable {

        private final List<Socket> sockets = new ArrayList<>();

        Followers(boolean reads) throws Exception {
            String end = end();
            for (int i = 0; i < CLIENTS; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                if (!reads) {
                    socket.setReceiveBufferSize(4_096);
                }
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), application.port()));
                socket.getOutputStream()
                        .write(
                                "GET /api/v1/events%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\nAccept: text/event-stream\r\n\r\n"
                                        .formatted(reads ? "?after=" + end : "", Application.authorization())
                                        .getBytes(StandardCharsets.US_ASCII));
                if (reads) {
                    Thread.ofVirtual().start(() -> read(socket));
                }
            }
        }

        private static void read(Socket socket) {
            byte[] buffer = new byte[1 << 14];
            try {
                int read = 0;
                while (read >= 0) {
                    read = socket.getInputStream().read(buffer);
                }
            } catch (IOException closed) {
                log.debug("no more is read", closed);
            }
        }

        private String end() throws Exception {
            String next = "/api/v1/events?limit=1000";
            while (true) {
                var page = application.get(next);
                next = page.headers().firstValue("Link").orElseThrow().replaceAll("<([^>]*)>.*", "$1");
                if (page.body().length <= 2) {
                    return next.replaceAll(".*after=([^&]*).*", "$1");
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
