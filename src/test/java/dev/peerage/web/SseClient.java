package dev.peerage.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events line by line; by HTTP/1.0, whose answers come without lengths between the lines. */
public final class SseClient implements AutoCloseable {

    /** An event as it is sent. */
    public record Event(String id, String type, JsonNode data) {}

    private final Socket socket;
    private final BufferedReader lines;
    private String contentType = "";

    private SseClient(Socket socket) throws IOException {
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    public static SseClient open(int port, String target, String headers) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(
                        "GET %s HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n%s\r\n"
                                .formatted(target, Client.ADMIN_KEY, headers)
                                .getBytes(StandardCharsets.US_ASCII));
        SseClient client = new SseClient(socket);
        client.readHead();
        return client;
    }

    private void readHead() throws IOException {
        String status = line();
        if (!status.contains(" 200")) {
            throw new IOException(status);
        }
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.startsWith("Content-Type: ")) {
                contentType = line.substring("Content-Type: ".length());
            }
        }
    }

    private String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the stream has ended");
        }
        return line;
    }

    public String contentType() {
        return contentType;
    }

    /** The next event, past comments. */
    public Event next() throws IOException {
        String id = "";
        String type = "";
        for (String line = line(); ; line = line()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                return new Event(id, type, JsonMapper.shared().readTree(line.substring(6)));
            }
        }
    }

    /** The next event about something. */
    public Event nextOf(String subject) throws IOException {
        Event event = next();
        while (!event.data().get("subject").stringValue().equals(subject)) {
            event = next();
        }
        return event;
    }

    /** The next comment; fails if an event comes before it. */
    public String awaitComment() throws IOException {
        String line = line();
        while (!line.startsWith(":")) {
            if (line.startsWith("data:")) {
                throw new IOException("an event: " + line);
            }
            line = line();
        }
        return line;
    }

    /** Reads until nothing more is sent. */
    public void awaitEnd() throws IOException {
        while (lines.readLine() != null) {
            // whatever it is
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
