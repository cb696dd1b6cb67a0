package dev.peerage.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends requests as fast as they are answered, over connections that stay open. A process of its own, so that its
 * garbage and its compiled code are not the application's; it shares the machine with it, so it does as little as can
 * be for each request.
 *
 * <p>Reads its port and authorization from the first line of standard input, then commands, each {@code connections
 * millis file}, the file holding a path a line; answers each with {@code requests nanos p50 p99}, times in nanoseconds.
 */
final class LoadGenerator {

    private final int port;
    private final String authorization;

    private LoadGenerator(int port, String authorization) {
        this.port = port;
        this.authorization = authorization;
    }

    static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String[] first = in.readLine().split(" ", 2);
        LoadGenerator generator = new LoadGenerator(Integer.parseInt(first[0]), first[1]);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] command = line.split(" ", 3);
            System.out.println(generator.run(
                    Integer.parseInt(command[0]),
                    Long.parseLong(command[1]),
                    requests(Path.of(command[2]), generator)));
        }
    }

    private static List<byte[]> requests(Path file, LoadGenerator generator) throws IOException {
        return Files.readAllLines(file).stream()
                .map(path -> "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\n\r\n"
                        .formatted(path, generator.port, generator.authorization)
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private String run(int connections, long millis, List<byte[]> requests) throws Exception {
        CountDownLatch ready = new CountDownLatch(connections);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
            List<Future<long[]>> users = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SplittableRandom random = new SplittableRandom(i);
                users.add(executor.submit(user(requests, random, millis, ready, go)));
            }
            ready.await();
            long begin = System.nanoTime();
            go.countDown();
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> user : users) {
                times.add(user.get());
            }
            return summary(times, System.nanoTime() - begin);
        }
    }

    private Callable<long[]> user(
            List<byte[]> requests, SplittableRandom random, long millis, CountDownLatch ready, CountDownLatch go) {
        return () -> {
            long[] times = new long[1_024];
            int count = 0;
            try (KeptConnection connection = open(ready)) {
                go.await();
                long begin = System.nanoTime();
                long end = begin + millis * 1_000_000;
                while (begin < end) {
                    connection.exchange(requests.get(random.nextInt(requests.size())));
                    long now = System.nanoTime();
                    if (count == times.length) {
                        times = Arrays.copyOf(times, count * 2);
                    }
                    times[count++] = now - begin;
                    begin = now;
                }
            }
            return Arrays.copyOf(times, count);
        };
    }

    private KeptConnection open(CountDownLatch ready) throws IOException {
        try {
            return new KeptConnection(port);
        } finally {
            ready.countDown();
        }
    }

    private static String summary(List<long[]> times, long nanos) {
        long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return String.format(
                Locale.ROOT, "%d %d %d %d", all.length, nanos, all[all.length / 2], all[all.length * 99 / 100]);
    }
}
