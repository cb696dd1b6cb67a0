package dev.peerage.consistency;

import dev.peerage.web.Client;
import dev.peerage.web.Client.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Many clients that each have a connection of their own and send the same request over it, in a process of their own: of
 * open files there are only so many for each. Prints what they were answered.
 */
final class WaitingClients {

    /** So many connect at once. */
    private static final int AT_ONCE = 200;

    private static final int PATIENCE_MS = 150_000;

    private WaitingClients() {}

    /**
     * @param arguments the port, how many clients, how many seconds they wait, the token, and the paths that they ask for in
     *     turn
     */
    static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        String headers = "Prefer: wait=%s\r\nConsistency-Token: %s\r\n".formatted(arguments[2], arguments[3]);
        List<String> paths = List.of(arguments).subList(4, arguments.length);
        Semaphore connecting = new Semaphore(AT_ONCE);
        Map<String, Integer> answers = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                byte[] request = Client.request("GET", paths.get(i % paths.size()), headers);
                asked.add(threads.submit(() -> ask(port, request, connecting)));
            }
            for (Future<String> each : asked) {
                answers.merge(each.get(), 1, Integer::sum);
            }
        }
        answers.forEach((answer, count) -> System.out.println(count + " × " + answer));
        System.out.println("done");
    }

    private static String ask(int port, byte[] request, Semaphore connecting) throws InterruptedException {
        connecting.acquire();
        try (Socket socket = new Socket()) {
            try {
                socket.setSoTimeout(PATIENCE_MS);
                socket.connect(new InetSocketAddress("localhost", port), PATIENCE_MS);
                socket.getOutputStream().write(request);
            } finally {
                connecting.release();
            }
            Answer answer = Client.read(socket, false);
            return answer.status() + " " + answer.body();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
