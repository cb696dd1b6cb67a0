package dev.peerage.web;

import static dev.peerage.web.Client.request;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A client whose body is refused gets to know it, also if it sends all of it before it looks at the answer. */
@WebTest
class RefusedBodiesTest {

    private static final int MIB = 1 << 20;
    private static final String JSON = "Content-Type: application/json\r\n";

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 64})
    void hugeBodyGetsIts413(int mebibytes) throws IOException {
        String head = head("POST", "/api/v1/things", JSON + "Content-Length: " + (long) mebibytes * MIB);

        Client.Answer answer = sendAll(head, mebibytes, false);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem().get("type").stringValue()).isEqualTo("urn:peerage:problem:content-too-large");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 64})
    void hugeBodyOfUnknownLengthGetsIts413(int mebibytes) throws IOException {
        String head = head("POST", "/api/v1/things", JSON + "Transfer-Encoding: chunked");

        Client.Answer answer = sendAll(head, mebibytes, true);

        assertThat(answer.status()).isEqualTo(413);
        answer.problem();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/things, text/plain, 415",
        "POST, /api/v1/nothing, application/json, 404",
        "DELETE, /api/v1/things, application/json, 405",
        "POST, /api/v1//things, application/json, 400",
        "GET, /api/v1/things?limit=x, application/json, 400",
        "GET, /api/v1/bug, application/json, 500"
    })
    void everyOtherRefusalReachesItsClientToo(String method, String target, String type, int status)
            throws IOException {
        String head = head(method, target, "Content-Type: %s\r\nContent-Length: %d".formatted(type, 16 * MIB));

        Client.Answer answer = sendAll(head, 16, false);

        assertThat(answer.status()).isEqualTo(status);
        answer.problem();
    }

    @Test
    void aClientWithoutAKeyGetsIts401() throws IOException {
        String head =
                "POST /api/v1/things HTTP/1.1\r\nHost: a\r\n%sContent-Length: %d\r\n\r\n".formatted(JSON, 16 * MIB);

        assertThat(sendAll(head, 16, false).status()).isEqualTo(401);
    }

    @Test
    void aClientThatAsksFirstIsToldNotToSend() throws IOException {
        String head = head("POST", "/api/v1/things", JSON + "Expect: 100-continue\r\nContent-Length: " + 16 * MIB);
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(head.getBytes(US_ASCII));

            assertThat(Client.read(socket, false).status()).isEqualTo(413);
            assertThat(socket.getInputStream().read())
                    .as("the end of the connection")
                    .isEqualTo(-1);
        }
    }

    @Test
    void aClientThatWasToldToSendGetsIts413() throws IOException {
        String head = head("POST", "/api/v1/things", JSON + "Expect: 100-continue\r\nTransfer-Encoding: chunked");

        assertThat(sendAll(head, 16, true).status()).isEqualTo(413);
    }

    @Test
    void aClientThatReadsWhileItSendsHasItsAnswerBeforeItHasSentAll() throws IOException {
        String head = head("POST", "/api/v1/things", JSON + "Transfer-Encoding: chunked");
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((head + "200000\r\n").getBytes(US_ASCII));
            out.write(new byte[2 * MIB]);

            Client.Answer answer = Client.read(socket, false);

            assertThat(answer.status()).isEqualTo(413);
            answer.problem();
            out.write("\r\n0\r\n\r\n".getBytes(US_ASCII));
        }
    }

    @Test
    void aUsualLibraryGetsIts413() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:%d/api/v1/things".formatted(port)))
                            .header("Authorization", "Bearer " + Client.ADMIN_KEY)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[16 * MIB]))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void aBodyOfExactlyOneMebibyteIsRead() throws IOException {
        byte[] body = ("{\"name\":\"A\"" + " ".repeat(MIB - 12) + "}").getBytes(US_ASCII);
        assertThat(body).hasSize(MIB);

        assertThat(new Client(port)
                        .send(request("POST", "/api/v1/things", JSON, body))
                        .status())
                .isEqualTo(201);
    }

    private static String head(String method, String target, String headers) {
        return new String(request(method, target, headers + "\r\n"), US_ASCII);
    }

    private Client.Answer sendAll(String head, int mebibytes, boolean chunked) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(US_ASCII));
            byte[] part = new byte[MIB];
            String size = Integer.toHexString(MIB).toUpperCase(Locale.ROOT) + "\r\n";
            for (int i = 0; i < mebibytes; i++) {
                if (chunked) {
                    out.write(size.getBytes(US_ASCII));
                }
                out.write(part);
                if (chunked) {
                    out.write("\r\n".getBytes(US_ASCII));
                }
            }
            if (chunked) {
                out.write("0\r\n\r\n".getBytes(US_ASCII));
            }
            return Client.read(socket, false);
        }
    }
}
