package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP over a socket byte by byte, as nobody's library would. */
public final class Client {

    public static final String ADMIN_KEY = "admin-key-for-tests-0123456789";
    public static final String READER_KEY = "reader-key-for-tests-012345678";
    public static final String WRITER_KEY = "writer-key-for-tests-012345678";

    private final int port;

    public Client(int port) {
        this.port = port;
    }

    /** A whole request with the admin key and a body, if it has one, of the length it has. */
    public static byte[] request(String method, String target, String headers, byte[] body) {
        String head = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s%s\r\n"
                .formatted(
                        method,
                        target,
                        ADMIN_KEY,
                        headers,
                        body.length == 0 ? "" : "Content-Length: %d\r\n".formatted(body.length));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    public static byte[] request(String method, String target, String headers) {
        return request(method, target, headers, new byte[0]);
    }

    public static byte[] request(String method, String target) {
        return request(method, target, "");
    }

    /** Sends all of the bytes before it reads, as simple clients do, and waits for the answer. */
    public Answer send(byte[] bytes) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return read(socket, new String(bytes, 0, 4, StandardCharsets.ISO_8859_1).equals("HEAD"));
        }
    }

    public Answer get(String target) throws IOException {
        return send(request("GET", target));
    }

    /** Reads the next answer, past any {@code 100 Continue}. */
    public static Answer read(Socket socket, boolean head) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String status = line(in);
        while (status.startsWith("HTTP/1.1 100")) {
            line(in);
            status = line(in);
        }
        assertThat(status).as("status line").startsWith("HTTP/1.1 ");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        byte[] body = head ? new byte[0] : body(in, headers);
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] body(DataInputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.writeBytes(in.readNBytes(size));
                line(in);
            }
            return body.toByteArray();
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("Content-Length", "0"))];
        in.readFully(body);
        return body;
    }

    private static int chunk(DataInputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The answer ends after: " + line);
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** What came back. */
    public record Answer(int status, Map<String, String> headers, String body) {

        public @Nullable String header(String name) {
            return headers.get(name);
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** The problem document, after a look at everything every problem has. */
        public JsonNode problem() {
            assertThat(header("Content-Type")).as("Content-Type of %s", body).isEqualTo("application/problem+json");
            assertThat(header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
            JsonNode problem = json();
            assertThat(problem.get("type").stringValue()).matches("urn:peerage:problem:[a-z]+(-[a-z]+)*");
            assertThat(problem.get("title").stringValue()).isNotBlank();
            assertThat(problem.get("status").intValue()).isEqualTo(status);
            assertThat(problem.get("detail").stringValue()).isNotBlank();
            assertThat(body.toLowerCase(Locale.ROOT)).doesNotContain("exception", "org.", "tools.jackson", "html");
            if (problem.has("errors")) {
                assertThat(problem.get("errors")).isNotEmpty().allSatisfy(error -> {
                    assertThat(error.get("field").stringValue()).isNotBlank();
                    assertThat(error.get("message").stringValue()).isNotBlank();
                });
            }
            return problem;
        }
    }
}
